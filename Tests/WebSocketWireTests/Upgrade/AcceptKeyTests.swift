import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 1.3, 4.1, 4.2.2: key and Accept")
struct AcceptKeyTests {
  @Test("1.3: the standard's example, step by step")
  func example() {
    let accept = AcceptKey(for: "dGhlIHNhbXBsZSBub25jZQ==")
    #expect(accept.joined == "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
    #expect(accept.digest == hex("b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea"))
    #expect(accept.value == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }

  @Test("4.1: a fresh key is 16 bytes, and another one each time")
  func random() {
    var generator = SystemRandomNumberGenerator()
    let keys = (0..<1000).map { _ in AcceptKey.randomKey(using: &generator) }
    #expect(Set(keys).count == 1000)
    #expect(keys.allSatisfy { AcceptKey.byteCount(ofKey: $0) == 16 })
  }
}
