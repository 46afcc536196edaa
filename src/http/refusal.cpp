#include "http/refusal.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <string_view>

#include "http/response_fields.h"

namespace pocketrec {
namespace {

std::string_view reason_phrase(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Refused";
  }
}

}  // namespace

std::string refusal_type(int status) {
  switch (status) {
    case 403:
      return "AccessDeniedException";
    case 404:
      return "UnknownOperationException";
    case 408:
      return "RequestTimeoutException";
    case 413:
      return "RequestEntityTooLargeException";
    case 429:
      return "ThrottlingException";
    case 500:
      return "InternalFailure";
    case 503:
      return "ServiceUnavailable";
    default:
      return "MalformedHttpRequestException";
  }
}

Reply refusal_reply(const Refusal& refusal) {
  assert(std::ranges::all_of(refusal.message, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }));
  const std::string type = refusal.type.empty() ? refusal_type(refusal.status) : std::string(refusal.type);
  return {refusal.status, type, R"({"__type":")" + type + R"(","message":")" + refusal.message + R"("})"};
}

std::string refusal_response(const Refusal& refusal, bool with_body, std::string_view request_id) {
  const Reply reply = refusal_reply(refusal);
  std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " " + std::string(reason_phrase(reply.status));
  text += "\r\nConnection: close";
  text += "\r\nContent-Length: " + std::to_string(reply.body.size());
  text += "\r\nContent-Type: application/json";
  text += "\r\nDate: " + http_date(std::chrono::system_clock::now());
  text += "\r\nx-amzn-ErrorType: " + reply.error_type;
  text += "\r\nx-amzn-RequestId: " + std::string(request_id);
  text += "\r\n\r\n";
  if (with_body) text += reply.body;
  return text;
}

}  // namespace pocketrec
