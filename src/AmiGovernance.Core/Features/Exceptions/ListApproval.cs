using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>
/// One approver's word for a new `config/approvers.json` and `config/exception_process.json`, in a file of its own that its author
/// commits.
/// </summary>
/// <param name="Digest">Of both files, as <see cref="DigestOf"/> makes it.</param>
/// <param name="Replaces">The digest of what was in force.</param>
/// <param name="Since">
/// The commit with which that came to the target branch: a word is for one change. Once that was made and taken back, what is in force is
/// of another commit, and whoever wants the change again asks anew.
/// </param>
public sealed record ListApproval(
    string Digest,
    string Replaces,
    string Since,
    DateTimeOffset At,
    GitIdentity By,
    string Reason
)
{
    public const string Folder = "config/approver_changes";

    public static readonly string[] Keys = ["digest", "replaces", "since", "at", "by", "reason"];

    /// <summary>The files that say whose word counts.</summary>
    internal static readonly string[] Files = [Approvers.Path, ExceptionProcess.Path];

    /// <summary>Of its own for each person: two may approve in the same second.</summary>
    public string Path
    {
        get
        {
            var time = At.IsoText().Replace(":", "", StringComparison.Ordinal);
            var person = ContentDigest.Of(writer => writer.WriteStringValue(MailAddress.Mailbox(By.Email)));
            return $"{Folder}/{ContentDigest.Short(Digest)}-{time}-{ContentDigest.Short(person)}.json";
        }
    }

    /// <param name="read">A file; null when there is none.</param>
    internal static string DigestOf(Func<string, SourceText?> read) =>
        ContentDigest.Of(writer =>
        {
            writer.WriteStartObject();
            foreach (var path in Files)
                if (read(path) is { } source)
                    writer.WriteBase64String(path, source.Bytes.Span);
            writer.WriteEndObject();
        });

    /// <summary>Null with a report when the file is no such approval.</summary>
    internal static ListApproval? Read(SourceText source, DiagnosticBag bag) =>
        SoundDocument.Read(source, Keys, bag, Read);

    public byte[] ToJson() => JsonText.WriteFile(Write);

    private static ListApproval Read(ObjectReader root)
    {
        foreach (var key in Keys)
            root.Require(key);
        return new ListApproval(
            root.TextOrEmpty("digest"),
            root.TextOrEmpty("replaces"),
            root.TextOrEmpty("since"),
            root.Time("at") ?? default,
            root.IdentityOrNobody("by"),
            root.TextOrEmpty("reason")
        );
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("digest", Digest);
        writer.WriteString("replaces", Replaces);
        writer.WriteString("since", Since);
        writer.WriteString("at", At.IsoText());
        writer.WriteIdentity("by", By);
        writer.WriteString("reason", Reason);
        writer.WriteEndObject();
    }
}
