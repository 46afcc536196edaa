/*
 * pocketrec.h - personalized recommendations in a program of your own, through a C interface.
 *
 *     #include <pocketrec.h>
 *     #include <stdio.h>
 *
 *     int main(void) {
 *       pocketrec_error error;
 *       pocketrec_options options = {.size = sizeof options, .model = "model.pocketrec", .data = "events"};
 *       pocketrec_instance *instance = NULL;
 *       if (pocketrec_open(&options, &instance, &error) != POCKETREC_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *         return 1;
 *       }
 *
 *       pocketrec_event event = {.size = sizeof event, .user = "ann", .item = "t0042", .event_type = "Watch"};
 *       if (pocketrec_record(instance, &event, 1, &error) != POCKETREC_OK) fprintf(stderr, "%s\n", error.message);
 *
 *       pocketrec_item items[10];
 *       char text[10 * 32];
 *       pocketrec_list list = {.size = sizeof list, .items = items, .capacity = 10,
 *                              .text = text, .text_capacity = sizeof text};
 *       pocketrec_request request = {.size = sizeof request, .recommender = "user-personalization", .user = "ann"};
 *       if (pocketrec_recommend(instance, &request, &list, &error) == POCKETREC_OK) {
 *         for (size_t i = 0; i < list.count; ++i) printf("%s %.4f\n", items[i].id, items[i].score);
 *       } else {
 *         fprintf(stderr, "%s\n", error.message);
 *       }
 *
 *       pocketrec_close(&instance);
 *       return 0;
 *     }
 *
 * Threads. Any number of threads may use one instance at the same time, but for pocketrec_close(), which has to be the
 * last call. The library starts no thread (with batched_milliseconds it starts one, which syncs), handles no signal,
 * changes no setting of the process, and keeps nothing outside of what it hands out: what failed is written into the
 * pocketrec_error of the caller. A child made by fork() must not use what its parent opened.
 *
 * Ownership. What a caller passes is read during the call and not kept, but for model_bytes. What the library makes is
 * given back by pocketrec_close() and pocketrec_reply_free(). No call writes beyond the capacities it was given.
 *
 * Structs begin with their size, so that programs and libraries of different versions go together: set it to sizeof and
 * everything that is not needed to zero, which means the default.
 *
 * Errors. Each call that can fail returns a pocketrec_status and, where `error` is not NULL, writes status and message
 * there; of a call that succeeded the message is empty. No C++ exception leaves the library: where memory is short, a
 * call returns POCKETREC_NO_MEMORY and can be made again; but memory that ends while JSON is taken apart, which only
 * pocketrec_handle() does, ends the process. NULL where it is not allowed, a size that does not fit, and a
 * call from inside on_message are POCKETREC_MISUSE.
 *
 * Texts are UTF-8 and end with a zero byte.
 */
#ifndef POCKETREC_H
#define POCKETREC_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define POCKETREC_API __attribute__((visibility("default")))
#else
#define POCKETREC_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* A model, an event store and what answers from them, open. */
typedef struct pocketrec_instance pocketrec_instance;

/* How a call ended. New ones may come. */
typedef enum pocketrec_status {
  POCKETREC_OK = 0,
  POCKETREC_MISUSE = 1,            /* the call itself: NULL, a size, a call from inside on_message */
  POCKETREC_INVALID_INPUT = 2,     /* a value breaks a rule; the message says where, what was expected and what came */
  POCKETREC_NOT_FOUND = 3,         /* no such recommender, filter or file */
  POCKETREC_ALREADY_EXISTS = 4,    /* a name that is taken */
  POCKETREC_IN_USE = 5,            /* another process, or another instance in this one, holds the data folder */
  POCKETREC_TOO_SMALL = 6,         /* the caller's memory; the message says how many bytes are needed */
  POCKETREC_OVERLOADED = 7,        /* more events came than may; try again later */
  POCKETREC_CORRUPT_MODEL = 8,     /* a model file that is damaged or not a model */
  POCKETREC_UNSUPPORTED_MODEL = 9, /* a model file of a newer version */
  POCKETREC_STORAGE = 10,          /* the event store could not read or write; nothing was acknowledged */
  POCKETREC_IO = 11,               /* another file could not be read */
  POCKETREC_NO_MEMORY = 12,
  POCKETREC_INTERNAL = 13 /* a mistake of ours */
} pocketrec_status;

/* What a call has to say of its end, in the caller's memory. */
typedef struct pocketrec_error {
  pocketrec_status status;
  char message[508]; /* cut where longer; empty after success */
} pocketrec_error;

/* What on_message tells. */
typedef enum pocketrec_message {
  POCKETREC_WARNING = 1, /* of the store, once: a damaged file was set aside, for example */
  POCKETREC_FAILURE = 2  /* what the device could not do, in full; the same may come again for each request */
} pocketrec_message;

/* No limit, for the ceilings of pocketrec_options. */
#define POCKETREC_UNLIMITED UINT64_MAX

/* What an instance is opened with. Zero is the default everywhere. */
typedef struct pocketrec_options {
  size_t size; /* sizeof(pocketrec_options) */

  /* The model: a file, which is mapped and must not be written to while it is open (put a new one in its place by
   * rename); or bytes, aligned to 64, which have to stay until pocketrec_close(). One of the two. */
  const char* model;
  const void* model_bytes;
  size_t model_size;

  /* Folder of the event store, made when it is missing. One instance at a time holds it. The program must not open the
   * SQLite files in it by itself meanwhile: POSIX takes locks away with the first file that a process closes. NULL:
   * nothing is recorded, or, with memory_store, kept in memory until pocketrec_close(). */
  const char* data;
  uint32_t memory_store; /* 0 or 1 */

  /* 0: what was acknowledged is on stable storage. Else it will be within that many milliseconds. */
  uint32_t batched_milliseconds;

  /* Ceilings of the store; old events are dropped. 0: the default, POCKETREC_UNLIMITED: none. */
  uint64_t max_events;       /* 2,000,000 */
  uint64_t max_store_bytes;  /* 256,000,000; at least 8,000,000 */
  uint64_t max_event_days;   /* 400 */
  uint64_t max_events_a_day; /* none; more are POCKETREC_OVERLOADED */

  uint32_t session_idle;   /* seconds without an event until an anonymous visit ends; 0: never */
  uint32_t relaxed_limits; /* 1: longer lists and calls than Amazon Personalize takes */
  uint32_t strict_filters; /* 1: filters that Amazon Personalize does not take are refused */

  /* Hears what calls do not return; called from any thread, also several at once. It must not use the library.
   * context: handed to it as it is. */
  void (*on_message)(void* context, pocketrec_message kind, const char* text);
  void* on_message_context;
} pocketrec_options;

/* Opens a model and an event store. *instance: NULL unless POCKETREC_OK is returned. */
POCKETREC_API pocketrec_status pocketrec_open(const pocketrec_options* options, pocketrec_instance** instance,
                                              pocketrec_error* error);

/* Closes it and sets *instance to NULL. Does nothing when instance or *instance is NULL, and inside on_message. What
 * was acknowledged is kept. */
POCKETREC_API void pocketrec_close(pocketrec_instance** instance);

/* A name and its value. */
typedef struct pocketrec_pair {
  const char* name;
  const char* value;
} pocketrec_pair;

/* Whom a list is for: the members of Amazon Personalize's GetRecommendations that need no JSON. NULL: not given. */
typedef struct pocketrec_request {
  size_t size;                   /* sizeof(pocketrec_request) */
  const char* recommender;       /* name or ARN of a recommender of the model */
  const char* user;              /* user, or session of an anonymous visitor */
  const char* item;              /* item on screen, for related items */
  const char* filter;            /* name or ARN of a filter */
  const char* filter_expression; /* or an expression */
  const pocketrec_pair* filter_values;
  size_t filter_value_count;
  const pocketrec_pair* context;
  size_t context_count;
} pocketrec_request;

/* An entry of a list. */
typedef struct pocketrec_item {
  const char* id; /* inside the list's text */
  double score;   /* NaN where the recommender has no scores, or for an item that it does not know */
} pocketrec_item;

/* Bytes of text that `count` ids take at most. Real ids are shorter. */
#define POCKETREC_MOST_TEXT(count) ((count)*1025u)

/* A list in the caller's memory, best first. */
typedef struct pocketrec_list {
  size_t size;           /* sizeof(pocketrec_list) */
  pocketrec_item* items; /* room for `capacity` of them */
  size_t capacity;
  char* text; /* room for their ids, each with its zero byte */
  size_t text_capacity;

  /* What a call writes. */
  size_t count;               /* items, at most `capacity` */
  char recommendation_id[48]; /* of the list, for events that follow from it */
} pocketrec_list;

/* A list for a user, `list->capacity` long unless fewer items pass: GetRecommendations without JSON. At most 500, or
 * 10,000 with relaxed_limits. After an error count is 0. */
POCKETREC_API pocketrec_status pocketrec_recommend(pocketrec_instance* instance, const pocketrec_request* request,
                                                   pocketrec_list* list, pocketrec_error* error);

/* The given items in a user's order, those that nobody knows at the end: GetPersonalizedRanking without JSON. The
 * request's item is not looked at. list->capacity: at least count. */
POCKETREC_API pocketrec_status pocketrec_rank(pocketrec_instance* instance, const pocketrec_request* request,
                                              const char* const* items, size_t count, pocketrec_list* list,
                                              pocketrec_error* error);

/* What a user did: an event of PutEvents without properties. NULL: not given. */
typedef struct pocketrec_event {
  size_t size;                   /* sizeof(pocketrec_event) */
  const char* user;              /* NULL: an anonymous visitor */
  const char* session;           /* NULL: the user; one of the two is needed */
  const char* item;              /* needed but for events that name none */
  const char* event_type;        /* "Watch", "click" or what the model was trained with; needed */
  const char* event_id;          /* the same id again is not recorded again */
  const char* recommendation_id; /* of the list that led to it */
  double value;                  /* where has_value is 1 */
  uint32_t has_value;
  int64_t time; /* milliseconds since 1970, UTC; 0: now */
} pocketrec_event;

/* Records events: PutEvents without JSON. When POCKETREC_OK is returned they are on stable storage and the next list
 * reflects them. After POCKETREC_STORAGE or POCKETREC_NO_MEMORY they may be sent again: an event that was recorded is
 * not recorded twice. At most 10, or 1,000 with relaxed_limits. */
POCKETREC_API pocketrec_status pocketrec_record(pocketrec_instance* instance, const pocketrec_event* events,
                                                size_t count, pocketrec_error* error);

/* The answer to pocketrec_handle(). */
typedef struct pocketrec_reply {
  int32_t http_status; /* 200, or what HTTP would say */
  const char* body;    /* JSON, the same bytes as over HTTP; ends with a zero byte */
  size_t body_size;    /* without it */
} pocketrec_reply;

/* Answers an operation: GetRecommendations, GetPersonalizedRanking, PutEvents, PutItems, PutUsers, and WhyNot, Forget,
 * Health, Ready. input: its JSON. A request that is refused has its answer, too: POCKETREC_OK says that there is one,
 * which pocketrec_reply_free() gives back. After another status the reply is empty. */
POCKETREC_API pocketrec_status pocketrec_handle(pocketrec_instance* instance, const char* operation, const char* input,
                                                size_t input_size, pocketrec_reply* reply, pocketrec_error* error);

/* Gives the body back and empties the reply. Does nothing to an empty one, or NULL. */
POCKETREC_API void pocketrec_reply_free(pocketrec_reply* reply);

/* Version of the library, such as "1.2.0". */
POCKETREC_API const char* pocketrec_version(void);

/* Version of this interface: POCKETREC_ABI of the header that the library was built with. Programs go with libraries
 * of the same one; what is only added does not change it. */
POCKETREC_API uint32_t pocketrec_abi(void);
#define POCKETREC_ABI 1u

#ifdef __cplusplus
}
#endif

#endif
