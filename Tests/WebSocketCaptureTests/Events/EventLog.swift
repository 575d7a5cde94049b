import Foundation
import Testing
import WebSocketWire

@testable import WebSocketCapture

/// A writer whose lines are kept, and a trace that it is the sink of.
final class EventLog: EventSink {
  private final class Page { var bytes: [UInt8] = [] }

  private let page = Page()
  let writer: EventWriter
  let builder: TraceBuilder

  init(_ configuration: EventConfiguration) {
    let page = page
    writer = EventWriter(configuration, connection: 7) { lines in
      lines.withUnsafeBytes { page.bytes.append(contentsOf: $0) }
    }
    builder = TraceBuilder(connection: 7, payloadLimit: configuration.messageLimit, sinks: [writer])
  }

  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    builder.handle(event, from: sender, at: time, bytes: bytes)
  }

  var text: String { String(decoding: page.bytes, as: UTF8.self) }

  var lines: [String] {
    #expect(text.isEmpty || text.hasSuffix("\n"))
    return text.split(separator: "\n").map(String.init)
  }

  /// The objects, as another reader sees them.
  func objects() throws -> [[String: Any]] {
    try lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
  }

  /// The members that the wanted ones name, of each object of this type.
  func events(_ type: String, _ names: String...) throws -> [String] {
    try objects().filter { $0["type"] as? String == type }.map { object in
      names.map { "\(object[$0] ?? "-")" }.joined(separator: " ")
    }
  }
}
