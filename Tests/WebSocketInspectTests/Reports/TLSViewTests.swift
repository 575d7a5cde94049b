import Testing
import WebSocketInspect
import WebSocketWire

@Suite("The view of TLS")
struct TLSViewTests {
  private static func certificate(_ names: [String], subject: String = "CN=a") -> CertificateSummary {
    CertificateSummary(
      subject: subject, issuer: "CN=b", names: names, notValidBefore: "2026-01-01 00:00:00 UTC",
      notValidAfter: nil,
      fingerprint: "ab:cd", publicKeyPin: "sha256//x", encoded: [])
  }

  @Test("each fact has its place, and nothing of a peer reaches a terminal unescaped")
  func rows() {
    var report = TLSReport(version: "TLSv1.3", serverName: "a.test", offeredProtocols: ["http/1.1", "x"])
    report.cipher = "TLS_AES_128_GCM_SHA256"
    report.chain = [Self.certificate(["a.test", "b\u{1b}[31m"]), Self.certificate([], subject: "CN=b")]
    report.verdict = .trusted(name: "a.test")
    #expect(
      TLSView.render(report, style: .plain) == """
        TLS           TLSv1.3; TLS_AES_128_GCM_SHA256; SNI a.test; ALPN http/1.1, x offered, none agreed on
          certificate CN=a
            for       a.test, b\\x1b[31m
            valid     2026-01-01 00:00:00 UTC to unreadable
            issuer    CN=b
            SHA-256   ab:cd
            pin       sha256//x
          chain 1     CN=b
            valid     2026-01-01 00:00:00 UTC to unreadable
            issuer    CN=b
            SHA-256   ab:cd
            pin       sha256//x
          ok   trusted for a.test

        """)
  }

  @Test("what did not come to an agreement says so, and a verdict says whether it counts")
  func verdicts() {
    var report = TLSReport()
    #expect(
      TLSView.render(report, style: .plain) == "TLS           no version agreed on; no SNI; no ALPN offered\n"
    )
    report.verdict = .distrusted("it expired", accepted: true)
    #expect(
      TLSView.render(report, style: .plain).hasSuffix("  warn it expired; accepted without verification\n"))
    report.verdict = .distrusted("it expired", accepted: false)
    report.applicationProtocol = "x"
    let text = TLSView.render(report, style: .plain)
    #expect(text.hasSuffix("  FAIL it expired\n") && text.contains("; ALPN x\n"))
  }

  @Test("many names are counted, and lines break between words")
  func long() {
    var report = TLSReport(version: "TLSv1.2")
    report.chain = [Self.certificate((1...30).map { "host\($0).test" })]
    let text = TLSView.render(report, style: .plain, width: 40)
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("and 10 more") && !words.contains("host21.test"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 40 }, "\(text)")
  }
}
