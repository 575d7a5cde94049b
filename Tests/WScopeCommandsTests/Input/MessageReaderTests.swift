import Foundation
import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("The messages of a one-shot")
struct MessageReaderTests {
  private static func read(
    _ words: [String] = [], files: [String] = [], hex: [String] = [], base64: [String] = [], limit: Int = 1000
  ) throws(Failure) -> [OutgoingMessage] {
    try MessageReader(kind: .text, dataKind: .binary, limit: limit).messages(
      positional: words, files: files, hex: hex, base64: base64)
  }

  private static func bytes(_ message: OutgoingMessage) -> [UInt8]? {
    if case .bytes(let bytes) = message.content { bytes } else { nil }
  }

  @Test func comeInTheOrderOfTheirKinds() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try Data("from a file".utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let messages = try Self.read(["a", ""], files: [path], hex: ["68 69"], base64: ["aGk="])
    #expect(
      messages.map(Self.bytes) == ["a", "", "from a file", "hi", "hi"].map { Array($0.utf8) })
    #expect(messages.map(\.kind) == [.text, .text, .text, .binary, .binary])
    #expect(messages.map(\.origin) == ["message 1", "message 2", path, "--hex-data", "--base64-data"])
  }

  @Test(arguments: [
    ("8", "--hex-data: line 1, column 1: the digit 8 is alone, and a byte has two"),
    ("6g", "--hex-data: line 1, column 2: g is not a hex digit"),
  ])
  func saysWhereHexStops(hex: String, sentence: String) {
    let error = #expect(throws: Failure.self) { try Self.read(hex: [hex]) }
    #expect(error?.status == 65)
    #expect(error?.sentence == sentence)
  }

  @Test func refusesAFileOverTheLimit() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try Data(count: 11).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try Self.read(files: [path], limit: 11).count == 1)
    let error = #expect(throws: Failure.self) { try Self.read(files: [path], limit: 10) }
    #expect(error?.status == 65)
    #expect(error?.sentence == "\(path) is longer than 10 bytes")
    #expect(error?.hint == "raise --max-message")
  }

  @Test func refusesAFileThatIsNotThere() {
    let error = #expect(throws: Failure.self) { try Self.read(files: ["/nosuch/file"]) }
    #expect(error?.status == 66)
    #expect(error?.sentence == "/nosuch/file cannot be read: no such file or directory")
  }

  @Test func aTextThatIsNotUTF8IsNotSent() {
    let message = OutgoingMessage(kind: .text, bytes: [0x61, 0xC3, 0x28], origin: "message 1")
    let error = #expect(throws: Failure.self) { try message.check() }
    #expect(error?.status == 65)
    #expect(
      error?.sentence
        == "message 1, byte 2: c3 28 is not UTF-8, and a text message must be; nothing of it was sent (use --binary)"
    )
    let later = OutgoingMessage(kind: .text, bytes: Array("ab\ncd\n".utf8) + [0x65, 0xFF], origin: "a file")
    let second = #expect(throws: Failure.self) { try later.check() }
    #expect(second?.sentence.hasPrefix("a file, byte 8 (line 3, byte 2): ff is not UTF-8") == true)
    #expect(throws: Never.self) {
      try OutgoingMessage(kind: .binary, bytes: [0xC3, 0x28], origin: "").check()
    }
  }
}
