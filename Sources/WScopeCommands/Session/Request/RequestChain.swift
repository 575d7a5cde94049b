import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// The requests of one connect: the first, and those that answers ask for, a redirect or credentials by Digest.
struct RequestChain {
  private let plan: RequestPlan
  /// The request that is made now.
  private(set) var configuration: ClientConfiguration
  private var redirects: Redirects?
  /// How many challenges of this URL were answered.
  private var answered = 0

  /// A chain of more challenges is one of a server that never has enough: one for the credentials, and one for a nonce that was too old.
  private static let challengeLimit = 2

  init(_ plan: RequestPlan, to url: WebSocketURL? = nil) {
    self.plan = plan
    redirects = plan.redirects
    configuration = plan.configuration(for: url ?? plan.connection.url)
  }

  /// The URLs that redirects have led to, for people.
  var trail: [String] {
    redirects?.hops.map { "redirected (\($0.status)) to \(Self.shown($0.target))" } ?? []
  }

  /// Takes what an answer sets; a failure of the file stops nothing.
  func remember(_ answer: HTTPHead?) -> Failure? { plan.jar?.take(answer, from: configuration.url) }

  /// Makes the request that the refusal asks for, and says so in a sentence; nil where it asks for none that can be made.
  mutating func next(after answer: HTTPHead) throws(Failure) -> String? {
    try redirect(by: answer) ?? answerChallenge(of: answer)
  }

  // MARK: Redirects

  private mutating func redirect(by answer: HTTPHead) throws(Failure) -> String? {
    guard var redirects, Redirects.isRedirect(answer) else { return nil }
    let url = configuration.url
    do throws(Redirects.Fault) {
      let hop = try redirects.follow(answer, from: url, state: Self.state(of: configuration))
      let wanted = plan.configuration(for: hop.target)
      try redirects.check(hop.target, state: Self.state(of: wanted))
      self.redirects = redirects
      let method = Self.method(configuration.method, after: hop.status)
      configuration = wanted
      configuration.method = method
      answered = 0
      let dropped =
        hop.leavesOrigin && plan.keepsSomething(from: hop.target)
        ? "; header fields, cookies and credentials of the command line are not sent there" : ""
      return "\(Self.shown(url)) redirects (\(hop.status)) to \(Self.shown(hop.target))\(dropped)"
    } catch {
      // The answer itself says that it names no place.
      if case .noLocation = error { return nil }
      throw Self.failure(error, of: url)
    }
  }

  /// What makes a request for the same URL another one.
  private static func state(of configuration: ClientConfiguration) -> String {
    configuration.headers.filter { $0.name.lowercased() == "cookie" }.map(\.value).joined()
  }

  /// RFC 9110 15.4.2, 15.4.3, 15.4.4: what is not asked again as it was is asked by GET.
  private static func method(_ method: String, after status: Int) -> String {
    switch status {
    case 303 where method != "HEAD": "GET"
    case 301 where method == "POST", 302 where method == "POST": "GET"
    default: method
    }
  }

  private static func failure(_ fault: Redirects.Fault, of url: WebSocketURL) -> Failure {
    let place = shown(url)
    switch fault {
    case .noLocation: return Failure(.refused, "\(place) redirects without saying where")
    case .severalLocations:
      return Failure(.refused, "\(place) redirects to several places: it has more than one Location")
    case .badLocation(let error):
      return Failure(.refused, "\(place) redirects to what is not a URL: \(error.description)")
    case .otherScheme(let scheme):
      return Failure(
        .refused, "\(place) redirects to the scheme \(scheme.quoted), expected ws, wss, http or https")
    case .downgrade(let target):
      return Failure(
        .refused, "\(place) redirects from TLS to plain text, which is not followed: \(shown(target))",
        hint: "--allow-downgrade follows it")
    case .loop(let target):
      return Failure(.refused, "the redirects go round in a loop: \(shown(target)) was asked for before")
    case .tooMany(let limit):
      return Failure(
        .refused, "\(place) redirects once more, after \(Formatting.count(limit, "redirect"))",
        hint: "--max-redirects allows more")
    }
  }

  private static func shown(_ url: WebSocketURL) -> String { SecretFilter.url("\(url)") }

  // MARK: Credentials

  private mutating func answerChallenge(of answer: HTTPHead) -> String? {
    let url = configuration.url
    guard answer.startLineParts.dropFirst().first == "401", !plan.decides("authorization", for: url),
      case .user(let credentials) = plan.credentials(for: url), answered < Self.challengeLimit,
      let challenge = DigestAuthentication(HTTPChallenge.list(in: answer, field: "WWW-Authenticate")),
      answered == 0 || challenge.isStale
    else { return nil }
    answered += 1
    var generator = PooledGenerator()
    let value = challenge.value(
      for: credentials, method: configuration.method, target: url.resource,
      nonce: AcceptKey.randomKey(using: &generator))
    let method = configuration.method
    configuration = plan.configuration(for: url, authorization: value)
    configuration.method = method
    return "\(Self.shown(url)) asks for credentials by Digest (401), which are sent now"
  }
}
