import Testing
import WebSocketWire

@Suite("RFC 7616: the answer to a Digest challenge")
struct DigestAuthenticationTests {
  private static let credentials = HTTPCredentials(userInfo: "Mufasa:Circle of Life".utf8)
  private static let clientNonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"

  /// RFC 7616 3.9.1, with these parameters more.
  private static func challenge(_ more: String) -> String {
    "Digest realm=\"http-auth@example.org\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
      + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"" + more
  }

  private static func answer(_ challenges: String...) throws -> String {
    let head = HTTPHead(
      Array(
        ("HTTP/1.1 401 Unauthorized\r\n"
          + challenges.map { "WWW-Authenticate: \($0)\r\n" }.joined() + "\r\n").utf8))
    let digest = try #require(DigestAuthentication(HTTPChallenge.list(in: head, field: "www-authenticate")))
    return digest.value(for: credentials, method: "GET", target: "/dir/index.html", nonce: clientNonce)
  }

  @Test(
    "each hash, quality and session",
    arguments: [
      (", qop=auth, algorithm=MD5", "8ca523f5e9506fed4657c9700eebdbec"),
      (", qop=\"auth, auth-int\"", "8ca523f5e9506fed4657c9700eebdbec"),
      (", qop=\"auth-int\"", "8804a53d3640a40a4f73cea12c5ba451"),
      (", qop=auth, algorithm=md5-sess", "e783283f46242139c486a698fec7211d"),
      ("", "7b2cc3b30e75b4777ea31027084363fd"),
      (
        ", qop=auth, algorithm=SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
      ),
      (
        ", qop=auth-int, algorithm=SHA-256",
        "8bdf6f15638e260831e905028de5450562816d093c9bfc5c13d3a46adcdde940"
      ),
      (
        ", qop=auth, algorithm=SHA-256-sess",
        "2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7"
      ),
      (", algorithm=SHA-256", "a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363"),
    ])
  func response(_ more: String, _ response: String) throws {
    #expect(try Self.answer(Self.challenge(more)).contains("response=\"\(response)\""))
  }

  @Test("the whole answer is that of the RFC's example")
  func example() throws {
    let answer = try Self.answer(Self.challenge(", qop=\"auth, auth-int\", algorithm=MD5"))
    #expect(
      answer
        == "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
        + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\", "
        + "algorithm=MD5, qop=auth, nc=00000001, cnonce=\"\(Self.clientNonce)\", "
        + "response=\"8ca523f5e9506fed4657c9700eebdbec\", "
        + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")
  }

  @Test("SHA-256 is taken before MD5, and other schemes and hashes are passed over")
  func strongest() throws {
    let answer = try Self.answer(
      "Negotiate YWJj==, Basic realm=\"a, Digest\"", Self.challenge(", qop=auth, algorithm=MD5"),
      Self.challenge(", algorithm=SHA-512-256") + ", " + Self.challenge(", qop=auth, algorithm=SHA-256"))
    #expect(answer.contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""))
  }

  @Test("a user is hashed where the server asks for it, and quotes are escaped")
  func user() throws {
    let answer = try Self.answer(Self.challenge(", qop=auth, userhash=true"))
    #expect(answer.contains("username=\"4238f3a16167373febb9bc4d43db9cc4\""))
    #expect(answer.hasSuffix("userhash=true"))
    #expect(
      try Self.answer("Digest realm=\"a \\\"b\\\\\", nonce=n").hasPrefix(
        "Digest username=\"Mufasa\", realm=\"a \\\"b\\\\\", nonce=\"n\", uri="))
  }

  @Test(
    "what cannot be answered",
    arguments: [
      "Digest nonce=n", "Digest realm=r", "Basic realm=r, nonce=n", "Digest realm=r, nonce=n, qop=other",
      "Digest realm=r, nonce=n, algorithm=SHA-512-256", "Digest realm=\"r\rX: y\", nonce=n", "Digest", "",
      "realm=r, nonce=n, Digest", "Digest realm=\"",
    ])
  func unanswerable(_ challenge: String) {
    let head = HTTPHead(Array("HTTP/1.1 401 No\r\nWWW-Authenticate: \(challenge)\r\n\r\n".utf8))
    #expect(DigestAuthentication(HTTPChallenge.list(in: head, field: "WWW-Authenticate")) == nil)
  }

  @Test(
    "a nonce that is only too old",
    arguments: [(", stale=TRUE", true), (", stale=false", false), ("", false)])
  func stale(_ more: String, _ isStale: Bool) throws {
    let head = HTTPHead(Array("HTTP/1.1 401 No\r\nWWW-Authenticate: \(Self.challenge(more))\r\n\r\n".utf8))
    let digest = try #require(DigestAuthentication(HTTPChallenge.list(in: head, field: "WWW-Authenticate")))
    #expect(digest.isStale == isStale)
  }

  @Test(
    "user and password are parted at the first colon",
    arguments: [("a:b:c", "a", "b:c"), ("a", "a", ""), (":b", "", "b"), ("", "", "")])
  func credentials(_ text: String, _ user: String, _ password: String) {
    let credentials = HTTPCredentials(userInfo: text.utf8)
    #expect(credentials == HTTPCredentials(user: Array(user.utf8), password: Array(password.utf8)))
    #expect("\(credentials)" == "***")
    #expect(credentials.basic == "Basic " + Base64.encode(Array("\(user):\(password)".utf8)))
  }
}
