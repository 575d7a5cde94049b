/// Why a text is not a URL that can be connected to.
struct URLFault: Error {
  /// What follows the URL and a colon in a sentence.
  let words: String

  init(_ words: String) { self.words = words }
}
