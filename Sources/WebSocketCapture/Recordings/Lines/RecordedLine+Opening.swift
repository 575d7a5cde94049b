import WebSocketWire

/// How a connection came to be.
extension RecordedLine {
  func summary() throws(RecordingFault) -> ConnectionSummary {
    ConnectionSummary(
      url: others["url"]?.text ?? "", address: others["address"]?.text ?? "",
      localAddress: (others["localAddress"] ?? others["clientAddress"])?.text ?? "",
      phases: (others["phases"]?.elements ?? []).map { phase in
        let start = phase["start"]?.seconds ?? .zero
        return Phase(
          Phase.Name(rawValue: phase["name"]?.text ?? ""), from: start,
          to: start + (phase["duration"]?.seconds ?? .zero), address: phase["address"]?.text,
          detail: phase["detail"]?.text, status: phase["httpStatus"]?.integer.flatMap { Int(exactly: $0) })
      },
      subprotocol: others["subprotocol"]?.text,
      isSubprotocolSecret: others["secretSubprotocol"]?.isTrue ?? false, deflate: try deflate())
  }

  private func deflate() throws(RecordingFault) -> NegotiatedDeflate? {
    guard let compression = others["compression"], compression != .null else { return nil }
    return NegotiatedDeflate(
      client: try (compression["client"] ?? .null).deflateSide(),
      server: try (compression["server"] ?? .null).deflateSide())
  }

  func tls() throws(RecordingFault) -> TLSReport {
    var report = TLSReport(
      version: others["version"]?.text, serverName: others["serverName"]?.text,
      offeredProtocols: (others["offeredProtocols"]?.elements ?? []).compactMap(\.text))
    report.cipher = others["cipher"]?.text
    report.applicationProtocol = others["applicationProtocol"]?.text
    report.chain = (others["chain"]?.elements ?? []).map { certificate in
      CertificateSummary(
        subject: certificate["subject"]?.text ?? "", issuer: certificate["issuer"]?.text ?? "",
        names: (certificate["names"]?.elements ?? []).compactMap(\.text),
        notValidBefore: certificate["notBefore"]?.text, notValidAfter: certificate["notAfter"]?.text,
        fingerprint: certificate["sha256"]?.text ?? "", publicKeyPin: certificate["pin"]?.text,
        encoded: certificate["der"]?.text.flatMap { Base64.decode($0) } ?? [])
    }
    if let trust = others["trust"], let isTrusted = trust["trusted"]?.isTrue {
      report.verdict =
        isTrusted
        ? .trusted(name: trust["name"]?.text ?? "")
        : .distrusted(trust["cause"]?.text ?? "", accepted: trust["accepted"]?.isTrue ?? false)
    }
    return report
  }

  /// `summary` is what is known of the connection, if it has opened.
  func handshake(_ summary: ConnectionSummary?) throws(RecordingFault) -> HandshakeReport {
    guard let request = try others["request"]?.head() else {
      throw RecordingFault("a handshake without its request", expected: "\"request\"")
    }
    var interim: [HTTPHead] = []
    for answer in others["interim"]?.elements ?? [] {
      if let head = try answer.head() { interim.append(head) }
    }
    let response = try others["response"]?.head()
    var checks: [HandshakeCheck] = []
    if let recorded = others["checks"]?.elements {
      for check in recorded { checks.append(try check.check(interimCount: interim.count)) }
    } else {
      checks = try reportedChecks()
    }
    return HandshakeReport(
      request: request, response: response, interim: interim, checks: checks,
      choice: others["choice"]?.text, expectedAccept: others["acceptKey"]?.text.map { AcceptKey(for: $0) },
      subprotocol: summary?.subprotocol, deflate: summary?.deflate)
  }

  /// Of events that are not a recording, those that did not pass.
  private func reportedChecks() throws(RecordingFault) -> [HandshakeCheck] {
    var checks: [HandshakeCheck] = []
    for (name, verdict) in [("failed", HandshakeCheck.Verdict.failed), ("warned", .warned)] {
      for check in others[name]?.elements ?? [] {
        let rule = try check.rule()
        checks.append(
          HandshakeCheck(
            rule: rule, verdict: verdict,
            words: rule.restored(check["words"]?.text ?? "", clause: check["clause"]?.text), range: 0..<0))
      }
    }
    return checks
  }
}

extension Rule {
  /// The words that `source(of:)` took apart.
  func restored(_ words: String, clause: String?) -> String {
    guard let clause, clause != "\(self.clause)" else { return words }
    return "\(words) (\(clause))"
  }
}

extension JSONValue {
  fileprivate func head() throws(RecordingFault) -> HTTPHead? {
    if self == .null { return nil }
    if let raw = self["raw"]?.bytes { return HTTPHead(raw) }
    if let raw = self["rawBase64"]?.text {
      guard let bytes = Base64.decode(raw) else {
        throw RecordingFault("a head that is not base64", expected: "base64 with padding")
      }
      return HTTPHead(bytes)
    }
    guard let line = self["line"]?.bytes else {
      throw RecordingFault("a head without its first line", expected: "\"line\"")
    }
    var bytes = line + [0x0D, 0x0A]
    for field in self["fields"]?.elements ?? [] {
      let parts = field.elements?.compactMap(\.bytes) ?? []
      guard parts.count == 2 else {
        throw RecordingFault("a field of \(parts.count) texts", expected: "a name and a value")
      }
      bytes += parts[0] + [0x3A, 0x20] + parts[1] + [0x0D, 0x0A]
    }
    for line in self["malformed"]?.elements ?? [] { bytes += (line.bytes ?? []) + [0x0D, 0x0A] }
    return HTTPHead(bytes + [0x0D, 0x0A])
  }

  fileprivate func check(interimCount: Int) throws(RecordingFault) -> HandshakeCheck {
    guard let verdict = self["verdict"]?.text.flatMap({ HandshakeCheck.Verdict(word: $0) }) else {
      throw RecordingFault("a check without a verdict", expected: "ok, failed, warned or idle")
    }
    let range = (self["range"]?.elements ?? []).compactMap(\.integer).compactMap { Int(exactly: $0) }
    let isRange = range.count == 2 && range[0] <= range[1]
    let interim = self["interim"]?.integer.flatMap { Int(exactly: $0) }
    guard interim ?? 0 < max(1, interimCount) else {
      throw RecordingFault(
        "a check of answer \(interim ?? 0)", expected: "one of the \(interimCount) in interim")
    }
    return HandshakeCheck(
      rule: try rule(), verdict: verdict, words: self["words"]?.text ?? "",
      range: isRange ? range[0]..<range[1] : 0..<0, interim: interimCount == 0 ? nil : interim)
  }

  fileprivate func rule() throws(RecordingFault) -> Rule {
    let id = self["rule"]?.text ?? ""
    guard let rule = Rule(rawValue: id) else {
      throw RecordingFault("the rule \(id.quoted)", expected: "one of wscope-rules(7)")
    }
    return rule
  }

  fileprivate func deflateSide() throws(RecordingFault) -> NegotiatedDeflate.Side {
    guard let keepsContext = self["contextTakeover"]?.isTrue,
      let bits = self["windowBits"]?.integer.flatMap({ Int(exactly: $0) }), 8...15 ~= bits
    else {
      throw RecordingFault("a window that is none", expected: "contextTakeover, and windowBits of 8 to 15")
    }
    return NegotiatedDeflate.Side(keepsContext: keepsContext, windowBits: bits)
  }
}

/// What frames have of compression.
extension JSONValue {
  /// `self` is the member `inflated` of a frame.
  func context() throws(RecordingFault) -> DeflateContext {
    guard let context = self["context"] else {
      return DeflateContext(NegotiatedDeflate.Side(), isCarried: true)
    }
    return try context.deflateContext()
  }

  func deflateContext() throws(RecordingFault) -> DeflateContext {
    DeflateContext(try deflateSide(), isCarried: self["carried"]?.isTrue ?? false)
  }

  func content() throws(RecordingFault) -> [UInt8] {
    if let text = self["text"]?.bytes { return text }
    guard let bytes = self["base64"]?.text.flatMap({ Base64.decode($0) }) else {
      throw RecordingFault("what is inflated is neither text nor base64", expected: "one of them")
    }
    return bytes
  }
}
