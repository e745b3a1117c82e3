using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>Reads what the operations share: the configuration and `dist/`.</summary>
internal static class RepositoryFiles
{
    /// <summary>With what was measured of AWS; what of that cannot be read, `validate` and `facts` report.</summary>
    public static GovernanceConfig? ReadConfig(IFileReader files, string path, DiagnosticBag bag)
    {
        if (files.Read(path, bag) is not { } source || ConfigReader.Read(source, bag) is not { } config)
            return null;
        var measured = Reading.Of(found => MeasuredFacts.Read(files, config.Policy.Partition, found)).Value;
        return config with { Facts = measured?.Known ?? KnownFacts.Assumed };
    }

    /// <summary>For callers who do not report what is wrong with the configuration, or report it elsewhere.</summary>
    public static Reading<GovernanceConfig> ReadConfig(IFileReader files, string path) =>
        Reading.Of(bag => ReadConfig(files, path, bag));

    /// <summary>The part on policies, as far as it can be read; else what it gives by default.</summary>
    public static PolicyConfig ReadPolicyConfig(IFileReader files, string path) =>
        ReadConfig(files, path).Value?.Policy ?? new PolicyConfig();

    /// <summary>For callers who do not report what is wrong with the generated policies, or report it elsewhere.</summary>
    public static Reading<Dist> ReadDist(IFileReader files, string folder) =>
        Reading.Of(bag => ReadDist(files, folder, bag));

    public static Dist ReadDist(IFileReader files, string folder, DiagnosticBag bag) =>
        Dist.Read(folder, ReadDistFiles(files, folder, bag), bag);

    /// <summary>
    /// For those who decide by it, or compare: with the file for review and without the document that it shows, the folder would pass for
    /// one without a declarative policy.
    /// </summary>
    public static Dist ReadDecidingDist(IFileReader files, string folder, DiagnosticBag bag)
    {
        var dist = ReadDist(files, folder, bag);
        if (dist.Files.ContainsKey(DistFiles.Review) && !dist.Files.ContainsKey(DistFiles.Declarative))
            bag.Report(
                JsonDiagnostics.FileUnreadable,
                dist.At(DistFiles.Declarative),
                $"the file does not exist; `{DistFiles.Review}` is for review and no policy document",
                "run `amigov generate`, which writes both"
            );
        return dist;
    }

    /// <summary>
    /// For those who say what AWS would decide: by one of the two policies alone it would decide otherwise. Null with a report where
    /// either is missing or cannot be read.
    /// </summary>
    public static Dist? ReadBoth(IFileReader files, string folder, DiagnosticBag bag)
    {
        if (Reading.Of(own => ReadDecidingDist(files, folder, own)).RequireSound(bag) is not { } dist)
            return null;
        if (dist.Declarative is not null && !dist.ServiceControlPolicies.IsEmpty)
            return dist;
        bag.Report(
            JsonDiagnostics.FileUnreadable,
            SourceLocation.OfFile(SourceText.Missing(folder)),
            Lacking(dist),
            "run `amigov generate`, or name the folder with `--policies`"
        );
        return null;
    }

    private static string Lacking(Dist dist)
    {
        if (dist.Files.IsEmpty)
            return $"there are no policies in `{dist.Folder}`";
        var file = dist.Declarative is null ? DistFiles.Declarative : DistFiles.Scp;
        return $"`{dist.Folder}` holds one of the two policies; `{file}` is missing, and without it verdicts would be wrong";
    }

    /// <summary>The files as they lie there, unparsed.</summary>
    public static ImmutableSortedDictionary<string, SourceText> ReadDistFiles(
        IFileReader files,
        string folder,
        DiagnosticBag bag
    )
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, SourceText>(StringComparer.Ordinal);
        foreach (var name in Names(files, folder))
            if (files.Exists($"{folder}/{name}") && files.Read($"{folder}/{name}", bag) is { } source)
                found[name] = source;
        return found.ToImmutable();
    }

    /// <summary>The fixed files and as many SCP parts as follow each other.</summary>
    private static IEnumerable<string> Names(IFileReader files, string folder)
    {
        yield return DistFiles.Declarative;
        yield return DistFiles.Review;
        yield return DistFiles.Scp;
        for (var i = 1; files.Exists($"{folder}/{DistFiles.ScpPart(i)}"); i++)
            yield return DistFiles.ScpPart(i);
    }
}
