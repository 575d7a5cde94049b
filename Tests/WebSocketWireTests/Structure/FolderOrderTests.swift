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

  @Test("no arrow turns back", arguments: orders.keys.sorted())
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
    let sizes = Dictionary(grouping: files) {
      $0.name.split(separator: "/").dropLast().joined(separator: "/")
    }
    .mapValues(\.count)
    #expect(sizes.filter { $0.value > 12 } == [:])
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

  private static func files(of target: String) throws -> [SourceFile] {
    let root = sources.appending(path: target)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    return try paths.filter { $0.hasSuffix(".swift") }.map { path in
      let parts = path.split(separator: "/").map(String.init)
      return SourceFile(
        folder: parts.count > 1 ? parts[0] : ".", name: path,
        source: try String(contentsOf: root.appending(path: path), encoding: .utf8))
    }
  }
}
