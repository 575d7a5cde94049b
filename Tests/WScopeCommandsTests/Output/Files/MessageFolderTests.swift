import Foundation
import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("A file for each message")
struct MessageFolderTests {
  private let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("wscope-\(UUID().uuidString)").path

  private func files() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      files[name] = try Data(contentsOf: URL(fileURLWithPath: path).appendingPathComponent(name))
    }
    return files
  }

  private func removeFolder() { try? FileManager.default.removeItem(atPath: path) }

  private func print(_ kind: MessageKind, _ pieces: [[UInt8]], to folder: MessageFolder) {
    for piece in pieces { folder.print(.messageBytes(kind), piece.span.bytes) }
    folder.print(.messageEnd(kind, length: 0), RawSpan())
  }

  @Test func namesAreNumbersAndWhatTheMessagesAre() throws {
    defer { removeFolder() }
    try MessageFolder.prepare(path)
    try MessageFolder.prepare(path)
    let folder = MessageFolder(path)
    print(.text, [Array("hi\n".utf8)], to: folder)
    print(.text, [Array(#"{"a":"#.utf8), Array(#""é"}"#.utf8)], to: folder)
    print(.binary, [Array("{}".utf8)], to: folder)
    print(.binary, [], to: folder)
    print(.text, [], to: folder)
    folder.print(whole: Array("7".utf8), .text)
    #expect(folder.failure == nil)
    #expect(
      try files() == [
        "000001.txt": Data("hi\n".utf8), "000002.json": Data(#"{"a":"é"}"#.utf8),
        "000003.bin": Data("{}".utf8),
        "000004.bin": Data(), "000005.txt": Data(), "000006.json": Data("7".utf8),
      ])
  }

  /// Many times what is held of a message, in pieces of the size of a read.
  @Test func aLongMessageIsAPartUntilItIsWhole() throws {
    defer { removeFolder() }
    try MessageFolder.prepare(path)
    let folder = MessageFolder(path)
    var all = Data()
    for number in 0..<40 {
      let piece = [UInt8](repeating: UInt8(number), count: 10_007)
      all.append(contentsOf: piece)
      folder.print(.messageBytes(.binary), piece.span.bytes)
    }
    #expect(try files().keys.sorted() == ["000001.part"])
    folder.print(.messageEnd(.binary, length: 0), RawSpan())
    #expect(try files() == ["000001.bin": all])
    let text = Array(("[" + String(repeating: "1,", count: 100_000) + "2]").utf8)
    print(.text, [text], to: folder)
    #expect(try files()["000002.json"] == Data(text))
    #expect(try files().count == 2)
  }

  @Test func whatIsCutOffStaysAPart() throws {
    defer { removeFolder() }
    try MessageFolder.prepare(path)
    let folder = MessageFolder(path)
    folder.breakOff()
    folder.print(.messageBytes(.text), Array("{".utf8).span.bytes)
    folder.breakOff()
    print(.text, [Array("}".utf8)], to: folder)
    #expect(try files() == ["000001.part": Data("{".utf8), "000002.txt": Data("}".utf8)])
  }

  @Test func aFileThatIsThereIsNotWrittenTo() throws {
    defer { removeFolder() }
    try MessageFolder.prepare(path)
    try Data("old".utf8).write(to: URL(fileURLWithPath: path + "/000001.txt"))
    let folder = MessageFolder(path)
    var losses = 0
    folder.onLoss = { _ in losses += 1 }
    print(.text, [Array("new".utf8)], to: folder)
    print(.text, [Array("newer".utf8)], to: folder)
    #expect(folder.failure?.status == ExitStatus.writeFailed.rawValue)
    #expect(folder.failure?.sentence == "\(path)/000001.txt cannot be created: file exists")
    #expect(losses == 1)
    #expect(try files() == ["000001.txt": Data("old".utf8)])
  }

  @Test(arguments: ["/dev/null", "/nowhere/at/all"])
  func whatCannotBeAFolderIsRefused(path: String) {
    let failure = #expect(throws: Failure.self) { try MessageFolder.prepare(path) }
    #expect(failure?.status == ExitStatus.cannotCreate.rawValue)
    #expect(failure?.sentence.hasPrefix("messages cannot be written to the folder \(path): ") == true)
  }
}
