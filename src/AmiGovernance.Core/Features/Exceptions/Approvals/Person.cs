using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>Somebody who may hold roles.</summary>
/// <param name="Handle">As the code host knows the person, such as `@srivera`; null when it is not given.</param>
/// <param name="SigningKeys">
/// Fingerprints as git prints them. With any, a decision counts only when its commit is signed by one of them.
/// </param>
public sealed record Person(
    JsonObject Node,
    string Id,
    string Name,
    ImmutableArray<string> Emails,
    string? Handle,
    ImmutableArray<string> SigningKeys
)
{
    /// <summary>
    /// Whether the identity may be this person under another address: of the same name, or of an address that is delivered to the same
    /// mailbox. Who asks must not decide, so a doubt counts against it.
    /// </summary>
    public bool IsLike(GitIdentity identity) =>
        Is(identity)
        || PersonName.AreSame(Name, identity.Name)
        || Emails.Any(e => MailAddress.Mailbox(e) == MailAddress.Mailbox(identity.Email));

    /// <summary>Whether a key that is entered for this person signed the commit.</summary>
    public bool HasSigned(CommitFacts commit) =>
        SigningKeys.Intersect(commit.SigningKeys, StringComparer.OrdinalIgnoreCase).Any();

    public bool Is(GitIdentity identity) => Emails.Any(e => MailAddress.AreSame(e, identity.Email));
}
