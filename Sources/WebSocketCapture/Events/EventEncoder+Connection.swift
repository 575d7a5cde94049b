import WebSocketWire

/// How a connection came to be and how it ended.
extension EventEncoder {
  private var secrets: HeadSecrets { HeadSecrets(showsSecrets: configuration.showsSecrets, tokens: []) }

  mutating func add(_ summary: ConnectionSummary, of record: TraceRecord) {
    opened = record.time
    let (secrets, role, isRecording) = (secrets, configuration.role, configuration.isRecording)
    line("connected", record.connection, record.time) { json in
      if let role {
        json.key("role")
        json.value(role.rawValue)
      }
      if !summary.url.isEmpty {
        json.key("url")
        json.value(secrets.url(summary.url))
      }
      json.key("address")
      json.value(summary.address)
      if role == nil {
        json.key("clientAddress")
        json.value(summary.localAddress)
      } else if isRecording {
        json.key("localAddress")
        json.value(summary.localAddress)
      }
      json.key("phases")
      json.array { json in for phase in summary.phases { json.value(phase, isRecording: isRecording) } }
      json.key("subprotocol")
      if let name = summary.subprotocol {
        json.value(summary.isSubprotocolSecret && !secrets.showsSecrets ? SecretFilter.mark : name)
      } else {
        json.null()
      }
      json.key("compression")
      if let deflate = summary.deflate { json.value(deflate) } else { json.null() }
      if isRecording, summary.isSubprotocolSecret {
        json.key("secretSubprotocol")
        json.value(true)
      }
    }
  }

  // MARK: TLS

  mutating func add(_ report: TLSReport, of record: TraceRecord) {
    let isRecording = configuration.isRecording
    line("tls", record.connection, record.time) { json in
      json.key("version")
      json.value(orNull: report.version)
      json.key("cipher")
      json.value(orNull: report.cipher)
      json.key("serverName")
      json.value(orNull: report.serverName)
      json.key("offeredProtocols")
      json.array { json in for name in report.offeredProtocols { json.value(name) } }
      json.key("applicationProtocol")
      json.value(orNull: report.applicationProtocol)
      json.key("chain")
      json.array { json in
        for certificate in report.chain { json.value(certificate, isRecording: isRecording) }
      }
      json.key("trust")
      json.value(report.verdict)
    }
  }

  // MARK: The handshake

  mutating func add(_ report: HandshakeReport, of record: TraceRecord) {
    let isRecording = configuration.isRecording
    let secrets = HeadSecrets(
      showsSecrets: configuration.showsSecrets, tokens: report.secretSubprotocols)
    line("handshake", record.connection, record.time) { json in
      json.key("request")
      json.value(report.request, secrets, isRecording: isRecording)
      if !report.interim.isEmpty {
        json.key("interim")
        json.array { json in
          for head in report.interim { json.value(head, secrets, isRecording: isRecording) }
        }
      }
      json.key("response")
      if let response = report.response {
        json.value(response, secrets, isRecording: isRecording)
      } else {
        json.null()
      }
      json.key("failed")
      json.array { json in for check in report.failed { json.value(check, secrets) } }
      json.key("warned")
      json.array { json in
        for check in report.checks where check.verdict == .warned { json.value(check, secrets) }
      }
      if let choice = report.choice {
        json.key("choice")
        json.value(secrets.text(choice))
      }
      if isRecording { json.recorded(report, secrets) }
    }
  }

  // MARK: The end

  mutating func add(_ end: EndSummary, of record: TraceRecord) {
    let start = opened ?? end.start
    let (secrets, isRecording) = (secrets, configuration.isRecording)
    line("summary", record.connection, record.time) { json in
      json.key("ending")
      json.value(end.ending, secrets)
      if !end.address.isEmpty {
        json.key("address")
        json.value(end.address)
      }
      json.key("duration")
      json.value(seconds: record.time - start)
      if end.isInsideMessage {
        json.key("insideMessage")
        json.value(true)
      }
      json.counts(end.statistics)
      if isRecording { json.recorded(end, secrets) }
    }
  }

  /// The end of what there is to read of a connection, which is not its own.
  mutating func add(
    ending: StaticString, _ statistics: ConnectionStatistics, connection: Int, time: Duration
  ) {
    addUnfinished(connection, time)
    line("summary", connection, time) { json in
      json.key("ending")
      json.value(ending)
      json.counts(statistics)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func value(orNull text: String?) { if let text { value(text) } else { null() } }

  fileprivate mutating func value(_ phase: Phase, isRecording: Bool) {
    object { json in
      json.key("name")
      json.value(phase.name.rawValue)
      json.key("start")
      json.value(seconds: phase.start)
      json.key("duration")
      json.value(seconds: phase.duration)
      if let address = phase.address {
        json.key("address")
        json.value(address)
      }
      if let detail = phase.detail {
        json.key("detail")
        json.value(detail)
      }
      if isRecording, let status = phase.status {
        json.key("httpStatus")
        json.value(status)
      }
    }
  }

  fileprivate mutating func value(_ deflate: NegotiatedDeflate) {
    object { json in
      for role in WebSocketRole.allCases {
        json.key(role == .client ? "client" : "server")
        json.object { json in
          json.key("contextTakeover")
          json.value(deflate[role].keepsContext)
          json.key("windowBits")
          json.value(deflate[role].windowBits)
        }
      }
    }
  }

  fileprivate mutating func value(_ certificate: CertificateSummary, isRecording: Bool) {
    object { json in
      json.key("subject")
      json.value(certificate.subject)
      json.key("issuer")
      json.value(certificate.issuer)
      json.key("names")
      json.array { json in for name in certificate.names { json.value(name) } }
      json.key("notBefore")
      json.value(orNull: certificate.notValidBefore)
      json.key("notAfter")
      json.value(orNull: certificate.notValidAfter)
      json.key("sha256")
      json.value(certificate.fingerprint)
      json.key("pin")
      json.value(orNull: certificate.publicKeyPin)
      if isRecording {
        json.key("der")
        json.value(base64: certificate.encoded.span.bytes)
      }
    }
  }

  fileprivate mutating func value(_ verdict: TLSReport.Verdict) {
    switch verdict {
    case .none: null()
    case .trusted(let name):
      object { json in
        json.key("trusted")
        json.value(true)
        json.key("name")
        json.value(name)
      }
    case .distrusted(let cause, let isAccepted):
      object { json in
        json.key("trusted")
        json.value(false)
        json.key("cause")
        json.value(cause)
        json.key("accepted")
        json.value(isAccepted)
      }
    }
  }

  fileprivate mutating func value(_ head: HTTPHead, _ secrets: HeadSecrets, isRecording: Bool) {
    object { json in
      json.key("line")
      json.value(secrets.startLine(of: head))
      json.key("fields")
      json.array { json in
        for field in head.fields {
          json.array { json in
            json.value(field.name)
            json.value(secrets.value(of: field))
          }
        }
      }
      // A line in a field that is malformed is part of its value.
      let others = head.malformed.filter { line in !head.fields.contains { $0.range.overlaps(line) } }
      if !others.isEmpty {
        json.key("malformed")
        json.array { json in
          for line in others { json.value(secrets.brokenField(HTTPHead.text(head.bytes[line]))) }
        }
      }
      if isRecording { json.raw(secrets.head(head).bytes) }
    }
  }

  fileprivate mutating func value(_ check: HandshakeCheck, _ secrets: HeadSecrets) {
    let (words, clause) = check.rule.source(of: check.words)
    object { json in
      json.key("rule")
      json.value(check.rule.id)
      json.key("clause")
      json.value(clause)
      json.key("words")
      json.value(secrets.text(words))
    }
  }

  /// How it ended, and what belongs to that.
  fileprivate mutating func value(_ ending: ConnectionEnd, _ secrets: HeadSecrets) {
    switch ending {
    case .closed(let payload, let closer):
      value("closed")
      key("by")
      value(closer.rawValue)
      close(payload)
    case .violated(let violation):
      value("violated")
      key("rule")
      value(violation.rule.id)
    case .refused(let head, _, _):
      value("refused")
      if let status = Digits.decimal(head.startLineParts.dropFirst().first ?? "") {
        key("httpStatus")
        value(status)
      }
    case .notWebSocket: value("notWebSocket")
    case .declined(_, let status, let words):
      value("declined")
      key("httpStatus")
      value(status)
      key("choice")
      value(secrets.text(words))
    case .served: value("served")
    case .lost(let duringHandshake, _): value(duringHandshake ? "lostInHandshake" : "lost" as StaticString)
    case .abandoned: value("aborted")
    case .closeIgnored: value("closeIgnored")
    case .timedOut(let deadline):
      value("timedOut")
      key("deadline")
      value(deadline.rawValue)
    }
  }

  /// What both ends sent.
  fileprivate mutating func counts(_ statistics: ConnectionStatistics) {
    for role in WebSocketRole.allCases {
      let counted = statistics[role]
      key(role == .client ? "client" : "server")
      object { json in
        json.key("messages")
        json.value(counted.messages)
        json.key("frames")
        json.value(counted.frames)
        json.key("payload")
        json.value(counted.payload)
        json.key("wire")
        json.value(counted.wire)
        json.key("violations")
        json.value(counted.violations)
        if counted.compressed > 0 {
          json.key("compressed")
          json.value(counted.compressed)
          json.key("inflated")
          json.value(counted.inflated)
        }
      }
    }
  }
}
