import WebSocketTransport
import WebSocketWire

extension HandshakeOptions? {
  /// The URL that a text means.
  func url(_ text: String) throws(UsageError) -> WebSocketURL {
    try WebSocketURL(text, keepsPath: self?.requestDetails.options?.pathAsIs ?? false)
  }

  /// What these options make of the requests of a connection; reads the files and variables that they name.
  func plan(_ connection: ClientConfiguration) throws -> RequestPlan {
    let (typed, omitted) = try HeaderLines.read(self?.request.headers ?? [])
    let details = self?.requestDetails.options
    var base = connection
    base.subprotocols = RequestOptions.names(self?.request.subprotocols ?? [])
    if let method = details?.method { base.method = method }
    if let showBody = details?.showBody {
      base.limits.refusal = showBody.limit
      base.timeouts.refusal = base.timeouts.handshake
    }
    let origins = self?.request.origins ?? []
    guard origins.count < 2 else {
      throw Failure(.usage, "Origin is given twice, and a head has one (RFC 9110 5.3)")
    }
    var own = [try HTTPField(name: "User-Agent", value: details?.userAgent ?? ProgramVersion.userAgent)]
    if let origin = origins.first {
      // What the drafts before RFC 6455 called it; wscat does the same.
      let isDraft = details?.version.map { $0 < 13 } ?? false
      own.append(try HTTPField(name: isDraft ? "Sec-WebSocket-Origin" : "Origin", value: origin))
    }
    if let version = details?.version {
      own.append(try HTTPField(name: "Sec-WebSocket-Version", value: "\(version)"))
    }
    let plan = RequestPlan(
      connection: base, own: own, host: try details?.host.map { try HTTPField(name: "Host", value: $0) },
      typed: typed,
      omitted: omitted, credentials: try self?.credentials.options?.given(),
      netrc: try self?.credentials.options?.netrc(),
      cookies: try self?.cookies.options?.literal.map { try HTTPField(name: "Cookie", value: $0).value },
      jar: try self?.cookies.options?.file(), redirects: self?.redirects.options?.rules,
      showsContent: details?.showBody)
    // A request that cannot be made is refused before anything is connected.
    let first = plan.configuration(for: base.url)
    try OpeningRequest.check(subprotocols: first.subprotocols, headers: first.headers)
    return plan
  }
}
