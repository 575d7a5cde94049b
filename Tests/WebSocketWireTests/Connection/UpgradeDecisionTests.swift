import Synchronization
import Testing
import WebSocketWire
import WireTestSupport

@Suite("A server's decision over a request")
struct UpgradeDecisionTests {
  /// What the hook was given, and what came of its answer.
  private static func run(
    _ decision: UpgradeDecision, _ bytes: [UInt8]
  ) throws -> (reports: [HandshakeReport], events: [Recorded], output: String) {
    let reports = Mutex<[HandshakeReport]>([])
    let server = Connection(server: try UpgradeTerms(subprotocols: ["chat"])) { report in
      reports.withLock { $0.append(report) }
      return decision
    }
    let recorder = Recorder()
    server.receive(bytes.span.bytes, into: recorder)
    return (reports.withLock { $0 }, recorder.events, String(decoding: server.takeOutput(), as: UTF8.self))
  }

  private static let offering =
    Array(Openings.request.dropLast(2))
    + Array("Sec-WebSocket-Protocol: a, chat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n".utf8)

  @Test("the hook is asked once, with what would be agreed on")
  func report() throws {
    let (reports, _, output) = try Self.run(.accept(), Self.offering)
    #expect(reports.map(\.subprotocol) == ["chat"])
    #expect(reports.map { $0.deflate != nil } == [true])
    #expect(reports.allSatisfy { $0.response == nil && $0.failed.isEmpty })
    #expect(output.contains("\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"))
  }

  @Test("compression that the hook does not want is not agreed to")
  func uncompressed() throws {
    let (_, events, output) = try Self.run(.accept(compressed: false), Self.offering)
    #expect(output.hasPrefix("HTTP/1.1 101 ") && !output.contains("Extensions"))
    guard case .opened(let report)? = events.first else {
      Issue.record("not opened: \(events)")
      return
    }
    #expect(report.deflate == nil && report.subprotocol == "chat")
  }

  @Test("an answer goes out as it is, and its reason is in the ending")
  func answer() throws {
    let response = HTTPResponse(.forbidden, body: "no\n")
    let (_, events, output) = try Self.run(.answer(response, reason: "it may not"), Self.offering)
    #expect(output == String(decoding: response.bytes(), as: UTF8.self))
    guard case .ended(.declined(let report, 403, "it may not"))? = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(report.response == response.head && !report.checks.isEmpty)
  }

  @Test("a request that is not a handshake gets the standard's answer, unless the hook has another")
  func notAHandshake() throws {
    let plain = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    #expect(try Self.run(.accept(), plain).output.hasPrefix("HTTP/1.1 426 Upgrade Required\r\n"))
    let (_, events, output) = try Self.run(.answer(HTTPResponse(.ok, body: "page"), reason: ""), plain)
    #expect(output.hasPrefix("HTTP/1.1 200 OK\r\n") && output.hasSuffix("\r\n\r\npage"))
    guard case .ended(.served(let report))? = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(report.checks.isEmpty)
  }
}
