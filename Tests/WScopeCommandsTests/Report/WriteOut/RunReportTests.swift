import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("The report of a run")
struct RunReportTests {
  private static func report() -> RunReport {
    var report = RunReport(url: "wss://h/a")
    report.connects = 2
    report.total = .seconds(9)
    report.connection.start = .seconds(1)
    report.connection.phases = [
      Phase(.dns, from: .seconds(1), to: .seconds(2)),
      Phase(.tcp, from: .seconds(2), to: .milliseconds(2500)),
      Phase(.proxyTLS, from: .milliseconds(2500), to: .seconds(3)),
      Phase(.proxy, from: .seconds(3), to: .seconds(4), status: 204),
      Phase(.tls, from: .seconds(4), to: .seconds(5)), Phase(.upgrade, from: .seconds(5), to: .seconds(7)),
    ]
    report.connection.opened = .seconds(7)
    report.connection.firstMessage = .milliseconds(7250)
    report.connection.remote = "[::1]:443"
    report.connection.local = "127.0.0.1:50000"
    report.connection.status = 101
    return report
  }

  static let values: [(ReportVariable, String)] = [
    (.timeNameLookup, "1.000000"), (.timeConnect, "1.500000"), (.timeAppConnect, "4.000000"),
    (.timePretransfer, "6.000000"), (.timeStartTransfer, "6.250000"), (.timeRedirect, "1.000000"),
    (.timeTotal, "9.000000"), (.timeDNS, "1.000000"), (.timeTCP, "0.500000"), (.timeProxy, "1.500000"),
    (.timeTLS, "1.000000"), (.timeUpgrade, "2.000000"), (.timeFirstMessage, "0.250000"),
    (.httpCode, "101"), (.httpConnect, "204"), (.connects, "2"), (.redirects, "0"), (.url, "wss://h/a"),
    (.remoteAddress, "::1"), (.remotePort, "443"), (.localAddress, "127.0.0.1"), (.localPort, "50000"),
    (.closeCode, "1006"), (.exitCode, "0"), (.errorMessage, ""),
  ]

  @Test(arguments: values)
  func holds(variable: ReportVariable, value: String) {
    #expect(Self.report().value(of: variable).plain == value)
  }

  @Test func nothingIsKnownOfARunThatDidNotConnect() {
    let report = RunReport(url: "ws://h/")
    let others: Set<ReportVariable> = [.url, .effectiveURL]
    for variable in ReportVariable.allCases where !others.contains(variable) {
      let value = report.value(of: variable).plain
      #expect(["", "0", "000", "0.000000"].contains(value), "\(variable)")
    }
  }

  @Test func aSocketFileHasNoPort() {
    var report = RunReport(url: "ws://h/")
    report.connection.remote = "/run/a:80.sock"
    #expect(report.value(of: .remoteAddress).plain == "/run/a:80.sock")
    #expect(report.value(of: .remotePort).plain == "")
  }

  @Test func aCloseWithoutACodeIs1005() {
    var report = RunReport(url: "ws://h/")
    #expect(report.value(of: .closeCode).plain == "")
    report.connection.close = ClosePayload()
    #expect(report.value(of: .closeCode).plain == "1005")
  }
}
