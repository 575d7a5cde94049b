import Foundation
import Testing

@Suite("Folders of a target are in order: a file uses types of its own folder and of those before it")
struct FolderOrderTests {
  /// The folders of each target, those that know nothing of the others first; `.` has the files outside of any folder.
  private static let orders = [
    "WebSocketWire": [
      "Bytes", "HTTP", "Frames", "Compression", "Messages", "Upgrade", "Requests", "Rules", "Events",
      "Receiving",
      "Connection",
      "Trace",
    ],
    "WebSocketTransport": [
      "Basics", "Socket", "Trust", "TLS", "Proxy", "Session", "Connect", "Server", "Relay", "Async",
    ],
    "WebSocketCapture": [
      "JSON", "Files", "Network", "Streams", "Conversations", "Events", "Recordings", "Comparison",
    ],
    "WebSocketInspect": ["Text", "Dump", "JSON", "Notation", "Frames", "Reports"],
    "WebSocketConversation": [".", "Script", "Replay"],
    "LineEditor": ["Terminal", "Keys", "History", "Completion", "Display", "Editor"],
    "WScopeCommands": [
      "Report", "Console", "Input", "Output", "Replies", "Views", "Options", "Lines", "Session", "Prompt",
      "Listen",
      "Commands",
      ".",
    ],
  ]

  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources")

  @Test("no file uses a later folder", arguments: orders.keys.sorted())
  func order(_ target: String) throws {
    let order = try #require(Self.orders[target])
    let files = try Self.files(of: target)
    #expect(Set(files.map(\.folder)) == Set(order), "the order names each folder once")
    let arrows = SourceFile.arrows(between: files).filter { arrow in
      (order.firstIndex(of: arrow.from) ?? 0) < (order.firstIndex(of: arrow.to) ?? 0)
    }
    let witnesses = arrows.map { "\($0) (\($0.witness))" }.sorted()
    #expect(witnesses == [])
  }

  @Test("no folder has more than twelve files", arguments: orders.keys.sorted())
  func size(_ target: String) throws {
    let files = try Self.files(of: target)
    let sizes = Dictionary(grouping: files) { Self.folder(of: $0.name) }.mapValues(\.count)
    #expect(sizes.filter { $0.value > 12 } == [:])
  }

  @Test("the tests of a type are in the folder of that type", arguments: orders.keys.sorted())
  func mirror(_ target: String) throws {
    let folders = Dictionary(
      try Self.paths(below: Self.sources.appending(path: target)).map {
        (Self.name(of: $0), Self.folder(of: $0))
      },
      uniquingKeysWith: { first, _ in first })
    let tests = Self.sources.deletingLastPathComponent().appending(path: "Tests/\(target)Tests")
    let strays = try Self.paths(below: tests).filter { path in
      let name = Self.name(of: path)
      guard name.hasSuffix("Tests"), let folder = folders[String(name.dropLast(5))] else { return false }
      return folder != Self.folder(of: path)
    }
    #expect(folders.count > 1)
    #expect(strays == [])
  }

  @Test("words in comments and literals, and types that only their file sees, count for nothing")
  func scan() {
    let low = SourceFile(
      folder: "Low", name: "Low.swift",
      source:
        "public struct Low {}\nprivate struct Hidden {}\npackage final class Named {\n  struct Inner {}\n}\n")
    let high = SourceFile(
      folder: "High", name: "High.swift",
      source:
        "/// Named\n/* Named */ let a = \"Named \\\" Named\" // Named\nlet b = \"\"\"\n  Named\n  \"\"\"\nlet c: Low"
    )
    #expect(low.declared == ["Low", "Named"])
    #expect(SourceFile.arrows(between: [low, high]).map(\.description) == ["High -> Low"])
  }

  private static func name(of path: String) -> String {
    String((path.split(separator: "/").last ?? "").dropLast(".swift".count))
  }

  private static func folder(of path: String) -> String {
    path.split(separator: "/").dropLast().joined(separator: "/")
  }

  private static func paths(below root: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
  }

  private static func files(of target: String) throws -> [SourceFile] {
    let root = sources.appending(path: target)
    return try paths(below: root).map { path in
      let parts = path.split(separator: "/").map(String.init)
      return SourceFile(
        folder: parts.count > 1 ? parts[0] : ".", name: path,
        source: try String(contentsOf: root.appending(path: path), encoding: .utf8))
    }
  }
}
