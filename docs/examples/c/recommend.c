/* recommend MODEL DATA: what somebody is offered before and after an event. */
#include <pocketrec.h>
#include <stdio.h>

enum { LENGTH = 5 };

static int fail(const pocketrec_error *error) {
  fprintf(stderr, "recommend: %s\n", error->message);
  return 1;
}

static pocketrec_status print_list(pocketrec_instance *instance, const char *user, pocketrec_error *error) {
  pocketrec_item items[LENGTH];
  char text[LENGTH * 32];
  pocketrec_list list = {
      .size = sizeof list, .items = items, .capacity = LENGTH, .text = text, .text_capacity = sizeof text};
  const pocketrec_request request = {.size = sizeof request, .recommender = "user-personalization", .user = user};
  const pocketrec_status status = pocketrec_recommend(instance, &request, &list, error);
  for (size_t i = 0; i < list.count; ++i) printf("%s %.4f\n", items[i].id, items[i].score);
  return status;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "recommend: expected MODEL and DATA\n");
    return 2;
  }
  pocketrec_error error;
  pocketrec_instance *instance = NULL;
  const pocketrec_options options = {.size = sizeof options, .model = argv[1], .data = argv[2]};
  if (pocketrec_open(&options, &instance, &error) != POCKETREC_OK) return fail(&error);

  pocketrec_status status = print_list(instance, "ann", &error);
  const pocketrec_event event = {
      .size = sizeof event, .user = "ann", .item = "t0042", .event_type = "Watch", .event_id = "example"};
  if (status == POCKETREC_OK) status = pocketrec_record(instance, &event, 1, &error);
  if (status == POCKETREC_OK) {
    puts("after t0042:");
    status = print_list(instance, "ann", &error);
  }
  pocketrec_close(&instance);
  return status == POCKETREC_OK ? 0 : fail(&error);
}
