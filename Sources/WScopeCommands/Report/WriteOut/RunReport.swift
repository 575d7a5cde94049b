import WebSocketWire

/// What is known of a client's run when it is over: the values of `--write-out`.
struct RunReport: Sendable {
  /// What one end sent, on all connections of the run.
  struct Traffic: Hashable, Sendable {
    var messages: UInt64 = 0
    /// Payload bytes of messages, as they were compressed.
    var payload: UInt64 = 0
    /// Bytes of frames.
    var wire: UInt64 = 0
    /// Bytes of heads.
    var heads: UInt64 = 0
  }

  /// The URL that was given, and the one that was asked for last; without secrets.
  var url: String
  var effectiveURL: String
  var connects: UInt64 = 0
  var redirects: UInt64 = 0
  /// The last connection.
  var connection = ReportedConnection()
  var client = Traffic()
  var server = Traffic()
  /// How long it took.
  var total = Duration.zero
  var exitCode = ExitStatus.done.rawValue
  /// The sentence of the failure; nil for none.
  var message: String?

  /// Of a run for this URL, without secrets.
  init(url: String) { (self.url, effectiveURL) = (url, url) }

  /// The value of a name.
  func value(of variable: ReportVariable) -> ReportValue {
    switch variable {
    case .timeNameLookup: .seconds(connection.end(of: .dns))
    case .timeConnect: .seconds(connection.end(of: .tcp))
    case .timeAppConnect: .seconds(connection.end(of: .tls))
    case .timePretransfer: .seconds(sinceStart(connection.opened))
    case .timeStartTransfer: .seconds(sinceStart(connection.firstMessage))
    case .timeRedirect: .seconds(connects > 1 ? connection.start : .zero)
    case .timeTotal: .seconds(total)
    case .timeDNS: .seconds(connection.duration(of: .dns))
    case .timeTCP: .seconds(connection.duration(of: .tcp))
    case .timeProxy: .seconds(connection.duration(of: .proxyTLS, .proxy))
    case .timeTLS: .seconds(connection.duration(of: .tls))
    case .timeUpgrade: .seconds(connection.duration(of: .upgrade))
    case .timeFirstMessage: .seconds(fromOpened)
    case .httpCode: .status(connection.status)
    case .httpConnect: .status(connection.proxyStatus)
    case .connects: .number(connects)
    case .redirects: .number(redirects)
    case .url: .text(url)
    case .effectiveURL: .text(effectiveURL)
    case .remoteAddress: .text(Self.host(connection.remote))
    case .remotePort: .number(Self.port(connection.remote))
    case .localAddress: .text(Self.host(connection.local))
    case .localPort: .number(Self.port(connection.local))
    default: other(variable)
    }
  }

  private func other(_ variable: ReportVariable) -> ReportValue {
    switch variable {
    case .tlsVersion: .text(connection.tls?.version)
    case .tlsCipher: .text(connection.tls?.cipher)
    case .subprotocol: .text(connection.agreement.subprotocol)
    case .extensions: .text(connection.agreement.extensions)
    case .closeCode: .number(connection.closeCode.map(UInt64.init))
    case .closeReason: .text(connection.close?.reason)
    case .messagesSent: .number(client.messages)
    case .messagesReceived: .number(server.messages)
    case .sizeUpload: .number(client.payload)
    case .sizeDownload: .number(server.payload)
    case .sizeRequest: .number(client.heads)
    case .sizeHeader: .number(server.heads)
    case .bytesSent: .number(client.wire)
    case .bytesReceived: .number(server.wire)
    case .exitCode: .number(UInt64(clamping: exitCode))
    case .errorMessage: .sentence(message)
    // All others are above.
    default: .text(nil)
    }
  }

  private func sinceStart(_ time: Duration?) -> Duration { time.map { $0 - connection.start } ?? .zero }

  private var fromOpened: Duration {
    guard let opened = connection.opened, let first = connection.firstMessage else { return .zero }
    return first - opened
  }

  /// `127.0.0.1` of `127.0.0.1:80`, `::1` of `[::1]:80`; a path as it is, and nil for none.
  private static func host(_ address: String) -> String? {
    guard !address.isEmpty else { return nil }
    guard let colon = colon(in: address) else { return address }
    let host = address[..<colon]
    return host.first == "[" ? String(host.dropFirst().dropLast()) : String(host)
  }

  private static func port(_ address: String) -> UInt64? {
    colon(in: address).flatMap { Digits.decimal(address[$0...].dropFirst()) }.map(UInt64.init(clamping:))
  }

  private static func colon(in address: String) -> String.Index? {
    address.first == "/" ? nil : address.lastIndex(of: ":")
  }
}
