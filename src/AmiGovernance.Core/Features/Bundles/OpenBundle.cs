using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Bundles;

/// <param name="Key">The file that says whose signature counts; null where nobody said.</param>
/// <param name="MayBeUnsigned">Somebody said that no signature is needed.</param>
/// <param name="OldAfterDays">From how many days on it is old.</param>
public sealed record BundleRequest(string Path, string? Key, bool MayBeUnsigned, int OldAfterDays);

/// <param name="Signer">Null where no signature was demanded.</param>
public sealed record OpenedBundle(Bundle Bundle, string? Signer)
{
    /// <summary>What it is and how old, for people.</summary>
    public string Words(DateTimeOffset now)
    {
        var days = (int)Math.Floor((now - Bundle.MadeAt).TotalDays);
        var age = days switch
        {
            < -1 => "yet to come",
            < 1 => "today",
            _ => $"{Plural.Of(days, "day")} ago",
        };
        var commit = Bundle.Commit is null ? "" : $", from commit {Bundle.Commit}";
        var changed = Bundle.IsChanged ? " with changes that are not in it" : "";
        var signer = Signer is null ? "its signature was not looked at" : $"signed by {Signer}";
        return Sanitize.Text($"policy bundle of {Bundle.MadeAt.MinuteText()} ({age}){commit}{changed}, {signer}");
    }
}

/// <summary>Opens a bundle of somebody else: nothing of it is read before its signature is found right.</summary>
public sealed class OpenBundle(IFileReader files, ISignatures signatures, DateTimeOffset now)
{
    private const string NameTheKey =
        "name the public key of those who publish it with `--bundle-key`; `--unsigned-bundle` takes it from anybody";

    private readonly SignedFile signed = new(files, signatures)
    {
        What = "bundle",
        Purpose = Bundle.Purpose,
        FetchAgain =
            "fetch the bundle and its signature from those who publish it, and check by other means that the key is theirs",
    };

    /// <summary>Null with a report when it cannot be used.</summary>
    public OpenedBundle? Run(BundleRequest request, DiagnosticBag bag)
    {
        if (ReadUpTo(Bundle.MaxBytes, request.Path, bag) is not { } source)
            return null;
        string? signer = null;
        if (request.Key is { } key)
            signer = signed.Signer(
                source,
                key,
                path => ReadUpTo(SignedFile.MostOfSignature, path, bag),
                (problem, help) => Distrust(source, problem, help, bag)
            );
        else if (!request.MayBeUnsigned)
            Distrust(source, "nobody said whose signature of the bundle counts", NameTheKey, bag);
        if (bag.HasErrors || BundleReader.Read(source, bag) is not { } bundle)
            return null;
        ReportAge(source, bundle, request.OldAfterDays, bag);
        return new OpenedBundle(bundle, signer);
    }

    private SourceText? ReadUpTo(int most, string path, DiagnosticBag bag)
    {
        var source = files.Read(path, bag);
        if (source is null || source.Bytes.Length <= most)
            return source;
        bag.Report(
            BundleDiagnostics.Unusable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` has {Plural.Of(source.Bytes.Length, "byte")}; the limit is {Quantity.Number(most)}",
            "check that it is the file you mean"
        );
        return null;
    }

    private static void Distrust(SourceText source, string problem, string help, DiagnosticBag bag) =>
        bag.Report(BundleDiagnostics.NotTrusted, SourceLocation.OfFile(source), Sanitize.Text(problem), help);

    private void ReportAge(SourceText source, Bundle bundle, int oldAfterDays, DiagnosticBag bag)
    {
        var age = now - bundle.MadeAt;
        var made = bundle.MadeAt.MinuteText();
        if (age < TimeSpan.FromDays(-1))
            Old($"the bundle was made on {made}, which is yet to come");
        else if (age > TimeSpan.FromDays(oldAfterDays))
            Old($"the bundle was made on {made}, {Plural.Of((int)age.TotalDays, "day")} ago");

        void Old(string message) =>
            bag.Report(
                BundleDiagnostics.Old,
                SourceLocation.OfFile(source),
                message,
                "fetch the newest one; `--bundle-days` says from when on one is old"
            );
    }
}
