import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 4648 4: base64")
struct Base64Tests {
  @Test(
    "10: the standard's own examples",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func examples(_ plain: String, _ text: String) {
    #expect(Base64.encode(Array(plain.utf8)) == text)
    #expect(Base64.decode(text) == Array(plain.utf8))
  }

  @Test(
    "what is not base64 with padding is nothing",
    arguments: ["Zg", "Zg=", "Z===", "Zm9v\r\n", "Zm 9v", "Zm-_"])
  func refused(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test("any bytes come back")
  func roundTrip() throws {
    try withSeed { generator in
      for count in 0..<100 {
        let bytes = generator.bytes(count)
        try #require(Base64.decode(Base64.encode(bytes)) == bytes)
      }
    }
  }
}
