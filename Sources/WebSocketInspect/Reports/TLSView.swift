public import WebSocketWire

/// What TLS agreed on, the server's certificates, and whether they are trusted.
public struct TLSView {
  /// Whole lines. Nothing of a certificate is verified but what the last line says. A line has at most `width` columns where it can
  /// be broken between words; nil for any.
  public static func render(_ report: TLSReport, style: TextStyle, width: Int? = nil) -> String {
    let view = Self(style: style, width: width)
    var lines = view.row(0, "TLS", view.agreement(report))
    for (depth, certificate) in report.chain.enumerated() { lines += view.lines(certificate, at: depth) }
    return (lines + view.verdict(report.verdict)).map { $0 + "\n" }.joined()
  }

  private let style: TextStyle
  private let width: Int?

  /// The most names of a certificate that are shown.
  private static let namesLimit = 20

  private func agreement(_ report: TLSReport) -> String {
    let offered = report.offeredProtocols.joined(separator: ", ")
    let alpn: String =
      if let agreed = report.applicationProtocol { "ALPN \(agreed)" } else if offered.isEmpty {
        "no ALPN offered"
      } else { "ALPN \(offered) offered, none agreed on" }
    return [
      report.version ?? "no version agreed on", report.cipher,
      report.serverName.map { "SNI \($0)" } ?? "no SNI",
      alpn,
    ].compactMap { $0 }.joined(separator: "; ")
  }

  private func lines(_ certificate: CertificateSummary, at depth: Int) -> [String] {
    let names = certificate.names.prefix(Self.namesLimit).joined(separator: ", ")
    let more = certificate.names.count - Self.namesLimit
    let validity = [certificate.notValidBefore, certificate.notValidAfter].map { $0 ?? "unreadable" }
    return row(2, depth == 0 ? "certificate" : "chain \(depth)", certificate.subject)
      + (names.isEmpty ? [] : row(4, "for", names + (more > 0 ? " and \(more) more" : "")))
      + row(4, "valid", validity.joined(separator: " to ")) + row(4, "issuer", certificate.issuer)
      + row(4, "SHA-256", certificate.fingerprint)
      + (certificate.publicKeyPin.map { row(4, "pin", $0) } ?? [])
  }

  private func verdict(_ verdict: TLSReport.Verdict) -> [String] {
    switch verdict {
    case .none: []
    case .trusted(let name): line(2, style.paint("ok", .ok) + "   ", "trusted for \(name)")
    case .distrusted(let cause, accepted: true):
      line(2, style.paint("warn", .warning) + " ", "\(cause); accepted without verification")
    case .distrusted(let cause, accepted: false): line(2, style.paint("FAIL", .violation) + " ", cause)
    }
  }

  private func row(_ indent: Int, _ name: String, _ text: String) -> [String] {
    line(indent, style.paint(name.padded(to: 14 - indent), .dim), text)
  }

  private func line(_ indent: Int, _ name: String, _ text: String) -> [String] {
    LineFolder.fold(
      [String(repeating: " ", count: indent) + name + Escaper.line(text)], width: width,
      hang: indent == 0 ? 14 : 6)
  }
}
