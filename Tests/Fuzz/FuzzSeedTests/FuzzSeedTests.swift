import Foundation
import FuzzPromptSupport
import FuzzSupport
import Testing
import WireTestSupport

@Suite("the fuzz targets' invariants over their seeds")
struct FuzzSeedTests {
  static let targets: [(String, @Sendable ([UInt8]) throws -> Void)] = [
    ("FuzzFrames", { try WireInvariants.frames($0) }),
    ("FuzzHeads", { try WireInvariants.heads($0) }),
    ("FuzzConnection", { try WireInvariants.connection($0) }),
    ("FuzzHex", { try InspectInvariants.hex($0) }),
    ("FuzzCapture", { try CaptureInvariants.capture($0) }),
    ("FuzzLines", { try RecordingInvariants.lines($0) }),
    ("FuzzHAR", { try RecordingInvariants.har($0) }),
    ("FuzzPrompt", { try PromptInvariants.line($0) }),
  ]

  @Test("every seed, and what is left of it at every cut", arguments: targets.indices)
  func seeds(_ index: Int) throws {
    let (name, invariant) = Self.targets[index]
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Seeds/\(name)")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count >= 10)
    for file in files {
      let bytes = try [UInt8](Data(contentsOf: file))
      for count in bytes.count < 200 ? Array(0...bytes.count) : [bytes.count / 2, bytes.count] {
        #expect(throws: Never.self, "\(file.lastPathComponent), \(count) bytes") {
          try invariant(Array(bytes.prefix(count)))
        }
      }
    }
  }

  @Test("the keys of every seed, in one process")
  func keys() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Seeds/FuzzKeys")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count >= 10)
    let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    let reader = Process()
    reader.executableURL = bundle.resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "LineEditorFixture")
    reader.arguments = ["keys"] + files.map(\.path).sorted()
    let output = Pipe()
    reader.standardInput = FileHandle.nullDevice
    reader.standardOutput = output
    try reader.run()
    let words = try output.fileHandleForReading.readToEnd() ?? Data()
    reader.waitUntilExit()
    let isWell = reader.terminationReason == .exit && reader.terminationStatus == 0
    #expect(isWell, "\(String(decoding: words, as: UTF8.self))")
  }

  @Test("every seed with a few bytes changed", arguments: targets.indices)
  func mutations(_ index: Int) throws {
    let (name, invariant) = Self.targets[index]
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Seeds/\(name)")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    try withSeed { generator in
      for file in files.sorted(by: { $0.path < $1.path }) {
        let bytes = try [UInt8](Data(contentsOf: file))
        for _ in 0..<20 where !bytes.isEmpty {
          var changed = bytes
          for _ in 0..<Int.random(in: 1...4, using: &generator) {
            changed[Int.random(in: changed.indices, using: &generator)] = UInt8.random(
              in: .min ... .max, using: &generator)
          }
          try invariant(changed)
        }
      }
    }
  }
}
