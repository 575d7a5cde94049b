import Foundation
import Testing

@Suite("The articles of the documentation")
struct ArticleTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(
    "all their code is code that is compiled: of the examples or of `ArticleCode`",
    arguments: ["WebSocketWire", "WebSocketTransport", "WebSocketInspect"])
  func code(module: String) throws {
    let compiled =
      try Self.files(below: "examples", "swift") + Self.files(below: "Tests/LibraryClient/Sources", "swift")
    let sources = compiled.map(Self.withoutSpace)
    var blocks = 0
    for article in try Self.files(below: "Sources/\(module)/\(module).docc", "md") {
      for block in article.components(separatedBy: "```swift\n").dropFirst() {
        let code = try #require(block.components(separatedBy: "\n```").first)
        blocks += 1
        let isCompiled = sources.contains { $0.contains(Self.withoutSpace(code)) }
        #expect(isCompiled, "\(code)")
      }
    }
    #expect(blocks > 0)
  }

  /// Where lines are broken is the formatter's to say.
  private static func withoutSpace(_ text: String) -> String { text.filter { !$0.isWhitespace } }

  private static func files(below folder: String, _ suffix: String) throws -> [String] {
    let folder = root.appending(path: folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try names.filter { $0.hasSuffix(".\(suffix)") && !$0.contains(".build") }
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
  }
}
