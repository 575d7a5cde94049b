/// The client's half of the opening handshake (RFC 6455 4.1).
public struct OpeningRequest: Hashable, Sendable {
  /// Fields that a server's answer writes itself.
  private static let own: Set<String> = [
    "upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-accept",
    "sec-websocket-extensions",
  ]

  /// Fields whose value is not a list, so that a head has each once at most (RFC 9110 5.3, RFC 6265 5.4).
  private static let singular: Set<String> = [
    "authorization", "content-location", "content-type", "cookie", "date", "from", "host", "last-modified",
    "location",
    "max-forwards", "origin", "proxy-authorization", "referer", "retry-after", "server", "user-agent",
  ]

  /// What is asked for, and of which host.
  public let url: WebSocketURL
  /// The method of the request line: GET, unless a server is to be tested (RFC 6455 4.1).
  public let method: String
  /// The value of `Sec-WebSocket-Key`: the one among `headers` if there is one.
  public let key: String
  /// Offered in this order of preference; empty for none.
  public let subprotocols: [String]
  /// The user's own fields, in their order. One of them replaces ours of that name, whatever it is, so that a server can be tested.
  public let headers: [HTTPField]
  /// The names of fields of ours that are left out, in lower case.
  public let omittedFields: Set<String>
  /// The compression that is offered; nil for none (RFC 7692).
  public let deflate: DeflateOptions?

  /// Fails when the method or a subprotocol is not a token, when a field announces content, and when one that is not a list is there
  /// twice. The letter case of `omittedFields` does not matter.
  public init(
    url: WebSocketURL, method: String = "GET", key: String, subprotocols: [String] = [],
    headers: [HTTPField] = [], omittedFields: Set<String> = [], deflate: DeflateOptions? = nil
  ) throws(UsageError) {
    guard !method.isEmpty, method.utf8.allSatisfy(HTTPField.isToken) else {
      throw UsageError(
        "\(method.quoted) is not a method: letters, digits and !#$%&'*+-.^_`|~ only (RFC 9110 9.1)")
    }
    try Self.check(subprotocols: subprotocols, headers: headers)
    self.url = url
    self.method = method
    self.key = headers.first { $0.name.lowercased() == "sec-websocket-key" }?.value ?? key
    self.subprotocols = subprotocols
    self.headers = headers
    self.omittedFields = Set(omittedFields.map { $0.lowercased() })
    self.deflate = deflate
  }

  /// Holds the fields that a server adds to its answer against what the handshake writes itself.
  package static func check(answer headers: [HTTPField]) throws(UsageError) {
    for header in headers where own.contains(header.name.lowercased()) {
      throw UsageError("the header \(header.name) is written by the handshake itself and cannot be set")
    }
  }

  /// Holds what a user adds to either half of a handshake against its rules.
  package static func check(subprotocols: [String], headers: [HTTPField]) throws(UsageError) {
    for name in subprotocols where name.isEmpty || !name.utf8.allSatisfy(HTTPField.isToken) {
      throw UsageError(
        "\(SecretFilter.field(name).quoted) is not a subprotocol's name: a token is expected (RFC 6455 4.1)")
    }
    if Set(subprotocols).count < subprotocols.count {
      throw UsageError("a subprotocol is offered twice, and each must be unique (RFC 6455 4.1)")
    }
    for header in headers
    where ["content-length", "transfer-encoding", "expect"].contains(header.name.lowercased()) {
      throw UsageError("the header \(header.name) cannot be set: an opening handshake has no content")
    }
    for (index, header) in headers.enumerated() where singular.contains(header.name.lowercased()) {
      guard headers[..<index].contains(where: { $0.name.lowercased() == header.name.lowercased() }) else {
        continue
      }
      throw UsageError("\(header.name) is given twice, and a head has one (RFC 9110 5.3)")
    }
    for header in headers where header.name.lowercased() == "host" {
      guard let fault = HostSyntax.fault(inField: header.value) else { continue }
      throw UsageError(
        "the header Host is \(SecretFilter.text(header.value).quoted), \(fault) (RFC 9110 7.2)")
    }
    if !subprotocols.isEmpty, headers.contains(where: { $0.name.lowercased() == "sec-websocket-protocol" }) {
      throw UsageError("subprotocols are offered both by name and by a header; choose one")
    }
  }

  /// The head as it goes to the wire.
  public var head: HTTPHead {
    let replaced = Set(headers.map { $0.name.lowercased() }).union(omittedFields)
    let fields = own.filter { !replaced.contains($0.name.lowercased()) } + headers
    let lines = ["\(method) \(url.resource) HTTP/1.1"] + fields.map { "\($0.name): \($0.value)" }
    return HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }

  /// What the handshake itself asks for.
  private var own: [HTTPField] {
    var fields = [
      HTTPField(trusted: "Host", url.hostField), HTTPField(trusted: "Upgrade", "websocket"),
      HTTPField(trusted: "Connection", "Upgrade"), HTTPField(trusted: "Sec-WebSocket-Key", key),
      HTTPField(trusted: "Sec-WebSocket-Version", "13"),
    ]
    if !subprotocols.isEmpty {
      fields.append(HTTPField(trusted: "Sec-WebSocket-Protocol", subprotocols.joined(separator: ", ")))
    }
    if let deflate {
      let offers = deflate.terms.map(\.description).joined(separator: ", ")
      fields.append(HTTPField(trusted: "Sec-WebSocket-Extensions", offers))
    }
    if let userInfo = url.userInfo {
      fields.append(HTTPField(trusted: "Authorization", "Basic " + Base64.encode(userInfo)))
    }
    return fields
  }

  /// What was offered, a `Sec-WebSocket-Protocol` among the user's own fields included.
  package var offeredSubprotocols: [String] { head.elements("Sec-WebSocket-Protocol") }
}
