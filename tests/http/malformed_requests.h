#pragma once

#include <string>
#include <vector>

namespace pocketrec {

/// A request that must not be answered by the service.
struct MalformedRequest {
  std::string what;
  std::string bytes;
  int status;
};

/// A request line and header fields of a good POST, to which a test adds what is wrong.
inline const std::string kPostHead = "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

/// Request smuggling, lax framing and growth without bound, with the limits of FramingLimits' defaults.
/// The Host is "localhost", without port.
inline std::vector<MalformedRequest> malformed_requests() {
  using namespace std::string_literals;
  const std::string post = kPostHead;
  const std::string chunked = kPostHead + "Transfer-Encoding: chunked\r\n\r\n";
  const std::string get = "GET /health HTTP/1.1\r\nHost: localhost\r\n";
  std::string many_fields = get;
  for (int i = 0; i < 100; ++i) many_fields += "a: b\r\n";
  return {
      {"both lengths", post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", 400},
      {"both lengths, the other way round", post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
       400},
      {"two different lengths", post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 400},
      {"the same length twice", post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400},
      {"a list of lengths", post + "Content-Length: 2, 2\r\n\r\n{}", 400},
      {"a length with rubbish behind", post + "Content-Length: 2x\r\n\r\n{}", 400},
      {"a length with plus sign", post + "Content-Length: +2\r\n\r\n{}", 400},
      {"a negative length", post + "Content-Length: -2\r\n\r\n{}", 400},
      {"a hexadecimal length", post + "Content-Length: 0x2\r\n\r\n{}", 400},
      {"an empty length", post + "Content-Length:\r\n\r\n{}", 400},
      {"a length of 100 MB", post + "Content-Length: 100000000\r\n\r\n", 413},
      {"a length that wraps around to 2", post + "Content-Length: 18446744073709551618\r\n\r\n{}", 413},
      {"the coding identity", post + "Transfer-Encoding: identity\r\n\r\n{}", 501},
      {"the coding gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
      {"the coding chunked, chunked", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 501},
      {"the coding xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
      {"an empty coding", post + "Transfer-Encoding:\r\n\r\n0\r\n\r\n", 501},
      {"chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"chunked in HTTP/1.0",
       "POST /events HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
       "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"a chunk size with 0x", chunked + "0x2\r\n{}\r\n0\r\n\r\n", 400},
      {"a chunk size with plus sign", chunked + "+2\r\n{}\r\n0\r\n\r\n", 400},
      {"a negative chunk size", chunked + "-2\r\n{}\r\n0\r\n\r\n", 400},
      {"a chunk size after a space", chunked + " 2\r\n{}\r\n0\r\n\r\n", 400},
      {"a chunk size before a space", chunked + "2 \r\n{}\r\n0\r\n\r\n", 400},
      {"no chunk size", chunked + "\r\n{}\r\n0\r\n\r\n", 400},
      {"nine digits of chunk size", chunked + "000000002\r\n{}\r\n0\r\n\r\n", 400},
      {"an endless chunk size", chunked + std::string(5000, '0'), 400},
      {"a chunk extension", chunked + "2;a=b\r\n{}\r\n0\r\n\r\n", 400},
      {"a chunk size that ends in LF", chunked + "2\n{}\r\n0\r\n\r\n", 400},
      {"a chunk size that ends in CR", chunked + "2\r{}\r\n0\r\n\r\n", 400},
      {"a chunk longer than its size", chunked + "2\r\n{}}\r\n0\r\n\r\n", 400},
      {"a chunk that ends in LF", chunked + "2\r\n{}\n0\r\n\r\n", 400},
      {"a trailer field", chunked + "2\r\n{}\r\n0\r\nHost: evil\r\n\r\n", 400},
      {"a chunk of 4 GB", chunked + "FFFFFFFF\r\n", 413},
      {"chunks that sum up to more than the limit", chunked + "8000\r\n" + std::string(0x8000, ' ') + "\r\n8001\r\n",
       413},
      {"bare LF", "GET /health HTTP/1.1\nHost: localhost\n\n", 400},
      {"LF after a header field", "GET /health HTTP/1.1\r\nHost: localhost\n\r\n", 400},
      {"CR within a header field", get + "a: b\rc: d\r\n\r\n", 400},
      {"a zero byte in a header field", get + "a: b\0c\r\n\r\n"s, 400},
      {"a zero byte in the target", "GET /hea\0lth HTTP/1.1\r\nHost: localhost\r\n\r\n"s, 400},
      {"a control character in a header field", get + "a: b\x01\r\n\r\n", 400},
      {"a folded line", get + "a: b\r\n c\r\n\r\n", 400},
      {"a first field that is folded", "GET /health HTTP/1.1\r\n Host: localhost\r\n\r\n", 400},
      {"a space before the colon", get + "Content-Length : 2\r\n\r\n", 400},
      {"a tab before the colon", get + "Content-Length\t: 2\r\n\r\n", 400},
      {"a field without name", get + ": b\r\n\r\n", 400},
      {"a field without colon", get + "ab\r\n\r\n", 400},
      {"a bracket in a field name", get + "a(b: c\r\n\r\n", 400},
      {"no Host", "GET /health HTTP/1.1\r\n\r\n", 400},
      {"no Host in HTTP/1.0", "GET /health HTTP/1.0\r\n\r\n", 400},
      {"two Hosts", get + "Host: evil\r\n\r\n", 400},
      {"the same Host twice", get + "host: localhost\r\n\r\n", 400},
      {"an absolute target", "GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"a target without slash", "GET health HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"an asterisk as target", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"a fragment", "GET /health#a HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"bytes beyond ASCII in the target", "GET /h\xC3\xA9 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"two spaces in the request line", "GET  /health HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"a space behind the request line", "GET /health HTTP/1.1 \r\nHost: localhost\r\n\r\n", 400},
      {"a space in the target", "GET /health a HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"no version", "GET /health\r\nHost: localhost\r\n\r\n", 400},
      {"rubbish as version", "GET /health HTTQ/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"a version in lower case", "GET /health http/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/1.2", "GET /health HTTP/1.2\r\nHost: localhost\r\n\r\n", 505},
      {"CONNECT", "CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
      {"TRACE", "TRACE /health HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
      {"a method in lower case", "get /health HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
      {"no method", " /health HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"a TLS greeting", "\x16\x03\x01\x02\x00\x01"s, 400},
      {"empty lines only", "\r\n\r\n", 400},
      {"101 header fields", many_fields + "\r\n", 431},
      {"an endless header field", get + "a: " + std::string(20'000, 'b'), 431},
      {"header fields of more than 16 KiB", get + "a: " + std::string(16'384, 'b') + "\r\n\r\n", 431},
      {"an endless target", "GET /" + std::string(20'000, 'a'), 414},
      {"a target of 8193 bytes", "GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414},
      {"an unknown expectation", post + "Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}", 417},
      {"a form instead of JSON",
       "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
       "Content-Length: 2\r\n\r\n{}",
       415},
      {"a POST without Content-Type", "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}", 415},
      {"a foreign Origin", post + "Origin: http://evil.example\r\nContent-Length: 2\r\n\r\n{}", 403},
      {"the Origin null", post + "Origin: null\r\nContent-Length: 2\r\n\r\n{}", 403},
      {"a foreign Host", "GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
  };
}

}  // namespace pocketrec
