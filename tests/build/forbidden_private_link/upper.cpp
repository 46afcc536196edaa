int upper() {
  return 0;
}
