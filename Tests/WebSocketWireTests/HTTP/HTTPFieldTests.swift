import Testing
import WebSocketWire

@Suite("RFC 9110 5.1, 5.5: a header from the user")
struct HeaderLineTests {
  @Test(
    "a name, a colon, a value",
    arguments: [("X-A: b", "X-A", "b"), ("a:b:c", "a", "b:c"), ("a:", "a", ""), ("a: \t b\tc ", "a", "b\tc")])
  func read(_ line: String, _ name: String, _ value: String) throws {
    let header = try HTTPField(line)
    #expect(header.name == name)
    #expect(header.value == value)
  }

  @Test(
    "nothing that could break the head",
    arguments: [
      "a: b\r\nc: d", "a: b\nc", "a: b\r", "a: \0", "a: \u{7F}", "a: \u{1B}[2J", "a b: c", "a : b", ": b",
      "a", "", "é: b", "a\r\nb: c",
    ])
  func refused(_ line: String) {
    #expect(throws: UsageError.self) { try HTTPField(line) }
  }
}
