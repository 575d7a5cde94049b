import Foundation
import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("The format of --write-out")
struct WriteOutFormatTests {
  private static let report: RunReport = {
    var report = RunReport(url: "ws://h/")
    report.client.messages = 3
    report.exitCode = 79
    report.message = "a \\x0a sentence"
    report.connection.close = ClosePayload(code: .internalError, reason: "a\n\"b\u{202E}\\x0a")
    report.connection.start = .seconds(1)
    report.connection.opened = .seconds(1)
    report.connection.firstMessage = .seconds(2) + .microseconds(30)
    return report
  }()

  private static func text(_ format: String) throws -> String {
    try WriteOutFormat(format).render(report).map(\.text).joined()
  }

  @Test(arguments: [
    ("", ""), ("plain", "plain"), ("%{messages_sent}", "3"), ("a%{exitcode}b", "a79b"),
    ("%%{exitcode}", "%{exitcode}"), ("50% %s %", "50% %s %"), (#"\n\r\t\x\"#, "\n\r\t\\x\\"),
    ("%{close_code}", "1011"), ("%{close_reason}", #"a\x0a"b\u{202e}\\x0a"#),
    ("%{errormsg}", #"a \x0a sentence"#), ("%{http_code}", "000"), ("%{subprotocol}", ""),
    ("%{time_first_message}", "1.000030"), ("%{exitcode", "%{exitcode"), ("é%{exitcode}é", "é79é"),
  ])
  func isRendered(format: String, text: String) throws {
    #expect(try Self.text(format) == text)
  }

  @Test func goesToEitherStream() throws {
    let parts = try WriteOutFormat("a%{stderr}b%{stdout}c").render(Self.report)
    #expect(parts.map(\.text) == ["a", "b", "c"])
    #expect(parts.map(\.stream) == [.output, .errors, .output])
  }

  /// A name, and the names that are offered.
  static let slips: [(String, String?)] = [
    ("time_tsl", "did you mean %{time_tls}?"),
    ("code", "did you mean %{http_code}, %{close_code}, %{exitcode}?"),
    ("response_code", "did you mean %{http_code}, %{close_code}, %{exitcode}?"),
    ("JSON", "did you mean %{json}?"),
    ("xyz", "%{json} prints all that it knows, and wscope(1) lists the names"),
  ]

  @Test(arguments: slips)
  func namesWhatMayBeMeant(name: String, hint: String?) {
    let failure = #expect(throws: Failure.self) { try WriteOutFormat("%{\(name)}") }
    #expect(failure?.status == 64)
    #expect(failure?.sentence == "--write-out knows no %{\(name)}")
    #expect(failure?.hint == hint)
  }

  @Test func jsonHasEveryNameAndIsValid() throws {
    let text = try Self.text("%{json}")
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(object.keys) == Set(ReportVariable.allCases.map(\.rawValue)))
    #expect(object["close_reason"] as? String == "a\n\"b\u{202E}\\x0a")
    #expect(object["close_code"] as? Int == 1011)
    #expect(object["time_first_message"] as? Double == 1.00003)
    #expect(object["subprotocol"] is NSNull)
    #expect(!text.contains("\u{202E}") && !text.contains("\n"))
  }
}
