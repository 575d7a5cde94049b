/// Where the redirects of an opening handshake lead, and which of them are followed (RFC 9110 15.4, RFC 6455 4.1).
package struct Redirects: Hashable, Sendable {
  /// One that is followed.
  package struct Hop: Hashable, Sendable {
    package let origin: WebSocketURL
    /// 301, 302, 303, 307 or 308.
    package let status: Int
    package let target: WebSocketURL

    /// Whether scheme, host and port are others, so that what is meant for one origin is not shown.
    package var leavesOrigin: Bool { !origin.hasSameOrigin(as: target) }
  }

  /// Why one is not followed.
  package enum Fault: Error, Hashable, Sendable {
    case noLocation
    /// Several fields say different places.
    case severalLocations
    /// The words follow the sentence's subject, "it".
    case badLocation(UsageError)
    case otherScheme(String)
    case downgrade(WebSocketURL)
    case loop(WebSocketURL)
    case tooMany(limit: Int)
  }

  /// How many are followed.
  private let limit: Int
  /// Whether `wss` may lead to `ws`.
  private let allowsDowngrade: Bool
  /// Those that were followed, in order.
  package private(set) var hops: [Hop] = []
  /// What was asked for so far: the URL, and what else makes a request another one.
  private var visited: Set<String> = []

  package init(limit: Int = 10, allowsDowngrade: Bool = false) {
    self.limit = limit
    self.allowsDowngrade = allowsDowngrade
  }

  /// Whether the status is one of those that lead elsewhere; 300, 304 and 305 do not.
  package static func isRedirect(_ answer: HTTPHead) -> Bool { status(of: answer) != nil }

  /// The next hop after an answer to a request for that URL. A URL that comes again is a loop, unless `state` is another: the
  /// cookies of the request, which an answer may have changed.
  package mutating func follow(
    _ answer: HTTPHead, from url: WebSocketURL, state: String = ""
  ) throws(Fault) -> Hop {
    visited.insert(Self.key(url, state))
    guard Set(answer.fields("Location").map(\.value)).count < 2 else { throw .severalLocations }
    guard let status = Self.status(of: answer), let location = answer.fields("Location").first?.value,
      !location.isEmpty
    else { throw .noLocation }
    let target = try Self.target(location, from: url)
    if url.isSecure, !target.isSecure, !allowsDowngrade { throw .downgrade(target) }
    guard hops.count < limit else { throw .tooMany(limit: limit) }
    let hop = Hop(origin: url, status: status, target: target)
    hops.append(hop)
    return hop
  }

  /// Fails when the request was made before with the same outcome.
  package func check(_ url: WebSocketURL, state: String = "") throws(Fault) {
    if visited.contains(Self.key(url, state)) { throw .loop(url) }
  }

  private static func key(_ url: WebSocketURL, _ state: String) -> String { "\(url) \(state)" }

  private static func status(of answer: HTTPHead) -> Int? {
    let parts = answer.startLineParts
    guard parts.count > 1, let code = Digits.decimal(parts[1]), [301, 302, 303, 307, 308].contains(code)
    else {
      return nil
    }
    return code
  }

  /// The URL of a reference that may be relative (RFC 3986 5.2); its fragment is left out.
  private static func target(_ location: String, from base: WebSocketURL) throws(Fault) -> WebSocketURL {
    let reference = String(location.prefix { $0 != "#" }).replacing("\\", with: "/")
    let scheme = reference.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    if scheme.first?.isLetter == true, reference[scheme.endIndex...].first == ":" {
      guard ["ws", "wss", "http", "https"].contains(scheme.lowercased()) else {
        throw .otherScheme(String(scheme.prefix(20)).lowercased())
      }
      return try url(reference)
    }
    if reference.hasPrefix("//") { return try url("\(base.scheme):\(reference)") }
    // The zone of an address is part of the way to it, which stays the same.
    let host = base.zone.map { "[\(base.host)%25\($0)]" } ?? base.bracketedHost
    let root = "\(base.scheme)://\(host):\(base.port)"
    if reference.hasPrefix("/") { return try url(root + reference) }
    let path = base.resource.prefix { $0 != "?" }
    if reference.isEmpty { return try url(root + base.resource) }
    if reference.hasPrefix("?") { return try url(root + path + reference) }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
    return try url(root + folder + reference)
  }

  private static func url(_ text: String) throws(Fault) -> WebSocketURL {
    do { return try WebSocketURL(text) } catch { throw .badLocation(error) }
  }
}
