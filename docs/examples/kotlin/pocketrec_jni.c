/* What stands between Pocketrec.kt and libpocketrec. */
#include <jni.h>
#include <pocketrec.h>
#include <stdlib.h>
#include <string.h>

/* An array of the caller's, as C sees it while a call runs. */
typedef struct Bytes {
  jbyteArray array;
  jbyte *bytes; /* NULL for a null */
} Bytes;

static Bytes get(JNIEnv *env, jbyteArray array) {
  Bytes got = {array, array == NULL ? NULL : (*env)->GetByteArrayElements(env, array, NULL)};
  return got;
}

static const char *text(Bytes got) { return (const char *)got.bytes; }

static void release(JNIEnv *env, Bytes got) {
  if (got.bytes != NULL) (*env)->ReleaseByteArrayElements(env, got.array, got.bytes, JNI_ABORT);
}

static jbyteArray new_bytes(JNIEnv *env, const char *bytes, size_t size) {
  jbyteArray array = (*env)->NewByteArray(env, (jsize)size);
  if (array != NULL) (*env)->SetByteArrayRegion(env, array, 0, (jsize)size, (const jbyte *)bytes);
  return array;
}

static void throw_failure(JNIEnv *env, const pocketrec_error *error) {
  jclass type = (*env)->FindClass(env, "pocketrec/PocketrecException");
  if (type == NULL) return;
  jmethodID make = (*env)->GetMethodID(env, type, "<init>", "(I[B)V");
  jbyteArray message = new_bytes(env, error->message, strlen(error->message));
  if (make == NULL || message == NULL) return;
  (*env)->Throw(env, (jthrowable)(*env)->NewObject(env, type, make, (jint)error->status, message));
}

static pocketrec_instance *instance_of(jlong instance) { return (pocketrec_instance *)(intptr_t)instance; }

JNIEXPORT jlong JNICALL Java_pocketrec_Pocketrec_nativeOpen(JNIEnv *env, jclass type, jbyteArray model,
                                                            jbyteArray data) {
  (void)type;
  const Bytes model_path = get(env, model);
  const Bytes data_path = get(env, data);
  const pocketrec_options options = {
      .size = sizeof options, .model = text(model_path), .data = text(data_path)};
  pocketrec_instance *instance = NULL;
  pocketrec_error error;
  if (pocketrec_open(&options, &instance, &error) != POCKETREC_OK) throw_failure(env, &error);
  release(env, data_path);
  release(env, model_path);
  return (jlong)(intptr_t)instance;
}

JNIEXPORT void JNICALL Java_pocketrec_Pocketrec_nativeClose(JNIEnv *env, jclass type, jlong instance) {
  (void)env;
  (void)type;
  pocketrec_instance *closed = instance_of(instance);
  pocketrec_close(&closed);
}

/* As many items as `scores` has room for; their ids, each with a zero byte behind it. */
JNIEXPORT jbyteArray JNICALL Java_pocketrec_Pocketrec_nativeRecommend(JNIEnv *env, jclass type, jlong instance,
                                                                      jbyteArray recommender, jbyteArray user,
                                                                      jdoubleArray scores) {
  (void)type;
  const size_t capacity = (size_t)(*env)->GetArrayLength(env, scores);
  const size_t text_capacity = POCKETREC_MOST_TEXT(capacity);
  pocketrec_item *items = malloc((capacity + 1) * sizeof *items);
  char *ids = malloc(text_capacity + 1);
  if (items == NULL || ids == NULL) {
    free(ids);
    free(items);
    (*env)->ThrowNew(env, (*env)->FindClass(env, "java/lang/OutOfMemoryError"), "pocketrec");
    return NULL;
  }
  const Bytes recommender_name = get(env, recommender);
  const Bytes user_id = get(env, user);
  pocketrec_list list = {
      .size = sizeof list, .items = items, .capacity = capacity, .text = ids, .text_capacity = text_capacity};
  const pocketrec_request request = {
      .size = sizeof request, .recommender = text(recommender_name), .user = text(user_id)};
  pocketrec_error error;
  jbyteArray found = NULL;
  if (pocketrec_recommend(instance_of(instance), &request, &list, &error) != POCKETREC_OK) {
    throw_failure(env, &error);
  } else {
    const char *last = list.count == 0 ? NULL : items[list.count - 1].id;
    found = new_bytes(env, ids, last == NULL ? 0 : (size_t)(last - ids) + strlen(last) + 1);
  }
  for (size_t i = 0; i < list.count && found != NULL; ++i) {
    (*env)->SetDoubleArrayRegion(env, scores, (jsize)i, 1, &items[i].score);
  }
  release(env, user_id);
  release(env, recommender_name);
  free(ids);
  free(items);
  return found;
}

JNIEXPORT void JNICALL Java_pocketrec_Pocketrec_nativeRecord(JNIEnv *env, jclass type, jlong instance, jbyteArray user,
                                                             jbyteArray item, jbyteArray event_type,
                                                             jbyteArray event_id) {
  (void)type;
  const Bytes given[] = {get(env, user), get(env, item), get(env, event_type), get(env, event_id)};
  const pocketrec_event event = {.size = sizeof event,
                                 .user = text(given[0]),
                                 .item = text(given[1]),
                                 .event_type = text(given[2]),
                                 .event_id = text(given[3])};
  pocketrec_error error;
  if (pocketrec_record(instance_of(instance), &event, 1, &error) != POCKETREC_OK) throw_failure(env, &error);
  for (size_t i = 0; i < sizeof given / sizeof *given; ++i) release(env, given[i]);
}

JNIEXPORT jbyteArray JNICALL Java_pocketrec_Pocketrec_nativeHandle(JNIEnv *env, jclass type, jlong instance,
                                                                   jbyteArray operation, jbyteArray input) {
  (void)type;
  const Bytes name = get(env, operation);
  const Bytes request = get(env, input);
  pocketrec_reply reply;
  pocketrec_error error;
  jbyteArray body = NULL;
  if (pocketrec_handle(instance_of(instance), text(name), text(request), (size_t)(*env)->GetArrayLength(env, input),
                       &reply, &error) == POCKETREC_OK) {
    body = new_bytes(env, reply.body, reply.body_size);
  } else {
    throw_failure(env, &error);
  }
  pocketrec_reply_free(&reply);
  release(env, request);
  release(env, name);
  return body;
}
