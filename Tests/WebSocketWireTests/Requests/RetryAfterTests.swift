import Testing

@testable import WebSocketWire

@Suite("RFC 9110 10.2.3: when a server wants to be asked again")
struct RetryAfterTests {
  /// The value of the field, and the seconds from 1994-11-06 08:49:30.
  static let values: [(String, Int?)] = [
    ("120", 120), ("0", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 7), ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
    ("-1", nil), ("soon", nil), ("", nil), ("99999999999999999999", .max), ("1.5", nil),
  ]

  @Test(arguments: values)
  func isRead(value: String, seconds: Int?) {
    let head = HTTPHead(Array("HTTP/1.1 503 Busy\r\nRetry-After: \(value)\r\n\r\n".utf8))
    #expect(RetryAfter.seconds(in: head, now: 784_111_770) == seconds)
  }

  @Test func mayBeMissing() {
    #expect(RetryAfter.seconds(in: HTTPHead(Array("HTTP/1.1 503 Busy\r\n\r\n".utf8)), now: 0) == nil)
  }
}
