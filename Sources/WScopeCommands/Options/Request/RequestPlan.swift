import WebSocketTransport
import WebSocketWire

/// What a user said of the requests, from which the one for any URL is made: what was meant for one origin is not shown to another.
struct RequestPlan: Sendable {
  /// How the server of the first URL is reached, without the fields below.
  var connection: ClientConfiguration
  /// Whether the socket file that takes the place of hosts is that of the URL, and not an option's.
  var isSocketOfURL = false
  /// Fields of the program's options, which any server may see.
  var own: [HTTPField] = []
  /// The `Host` of the first URL, where it is not the URL's own.
  var host: HTTPField?
  /// Fields as they were typed; each replaces what has its name.
  var typed: [HTTPField] = []
  /// The names of fields that are left out, in lower case.
  var omitted: Set<String> = []
  /// For the first origin alone.
  var credentials: RequestCredentials?
  var netrc: Netrc?
  /// `name=value` pairs with semicolons between them, for the first origin alone.
  var cookies: String?
  var jar: CookieFile?
  /// nil where none is followed.
  var redirects: Redirects?
  /// How much of a refusal's content is shown as it is; nil for its start, as text.
  var showsContent: ShownContent?

  /// The configuration for a URL. `authorization` is the value of that field, where a challenge is answered.
  func configuration(for url: WebSocketURL, authorization: String? = nil) -> ClientConfiguration {
    let isFirst = url.hasSameOrigin(as: connection.url)
    var wanted = connection
    wanted.url = url
    var fields = own
    if isFirst, let host { fields.append(host) }
    let cookies = [jar?.field(for: url), isFirst ? cookies : nil].compactMap(\.self)
    if !cookies.isEmpty {
      fields.append(HTTPField(trusted: "Cookie", cookies.joined(separator: "; ")))
    }
    if let value = authorization ?? credentials(for: url)?.value {
      fields.append(HTTPField(trusted: "Authorization", value))
    }
    let typed = isFirst ? typed : []
    let replaced = Set(typed.map { $0.name.lowercased() }).union(omitted)
    wanted.headers = fields.filter { !replaced.contains($0.name.lowercased()) } + typed
    wanted.omittedFields = omitted
    if !isFirst {
      wanted.tls = wanted.tls.forAnotherServer
      // A name that may be a token is meant for one host; any other says what is spoken.
      wanted.subprotocols.removeAll(where: SecretFilter.secretSubprotocols(wanted.subprotocols).contains)
    }
    return wanted
  }

  /// The same at another socket file, or at the hosts of URLs for nil; a file that `--unix-socket` names stays. What was meant for one place
  /// is not for another.
  func at(socket path: String?) -> RequestPlan {
    let socket = path ?? (isSocketOfURL ? nil : connection.rules?.unixSocket)
    guard socket != connection.rules?.unixSocket else { return self }
    var other = self
    other.connection.rules?.unixSocket = socket
    other.connection.tls = connection.tls.forAnotherServer
    other.connection.subprotocols.removeAll(
      where: SecretFilter.secretSubprotocols(connection.subprotocols).contains)
    (other.host, other.typed, other.credentials, other.cookies) = (nil, [], nil, nil)
    return other
  }

  /// Whether something is kept from a server of that URL.
  func keepsSomething(from url: WebSocketURL) -> Bool {
    !url.hasSameOrigin(as: connection.url) && holdsSomething
  }

  /// Whether there is something that is meant for one place.
  var holdsSomething: Bool {
    !typed.isEmpty || connection.tls != connection.tls.forAnotherServer || credentials != nil
      || cookies != nil || connection.url.userInfo != nil
      || !SecretFilter.secretSubprotocols(connection.subprotocols).isEmpty
  }

  /// Those for a URL: the ones that were given, then its own, then the file's.
  func credentials(for url: WebSocketURL) -> RequestCredentials? {
    let isFirst = url.hasSameOrigin(as: connection.url)
    if isFirst, let credentials { return credentials }
    if let userInfo = url.userInfo ?? (isFirst ? connection.url.userInfo : nil) {
      let given = HTTPCredentials(userInfo: userInfo)
      let known =
        given.password.isEmpty ? netrc?.credentials(host: url.host, user: given.user) : nil
      return .user(known ?? given)
    }
    return netrc?.credentials(host: url.host).map { .user($0) }
  }

  /// Whether the user wrote the field of that name, in lower case, or left it out.
  func decides(_ name: String, for url: WebSocketURL) -> Bool {
    omitted.contains(name)
      || url.hasSameOrigin(as: connection.url) && typed.contains { $0.name.lowercased() == name }
  }
}
