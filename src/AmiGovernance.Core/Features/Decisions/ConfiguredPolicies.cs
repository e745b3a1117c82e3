using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A configuration that policies are generated from, on a day.</summary>
/// <param name="Mode">Null for the mode of the configuration, which is audit mode where it says none.</param>
public sealed record PolicyOrigin(string ConfigPath, DateOnly AsOf, AllowedImagesState? Mode = null);

/// <summary>Policies as generate would write them; nothing is written.</summary>
public sealed record ConfiguredPolicies(PolicySet Policies, AllowedImagesState Mode, GovernanceConfig Config)
{
    /// <summary>Stands for the folder in places.</summary>
    private const string Folder = "generated";

    /// <summary>
    /// The policies of a folder; where there are none, those of the configuration, if that is there. Null with a report when there are none
    /// at all, or they cannot be read.
    /// </summary>
    /// <param name="origin">Null for the folder alone; with a mode, the folder is not asked.</param>
    public static PolicySet? ReadOrGenerate(string folder, PolicyOrigin? origin, IFileReader files, DiagnosticBag bag)
    {
        if (origin is { } asked && (asked.Mode is not null || StandsIn(asked, folder, files)))
            return Generate(asked, OtherPolicies.None, files, bag)?.Policies;
        return PolicySet.Read(folder, files, bag);
    }

    /// <summary>
    /// What policies in audit mode become once they are enforced; null where the configuration is not there, or gives no policies.
    /// </summary>
    public static PolicySet? Enforced(string config, DateOnly asOf, IFileReader files) =>
        files.Exists(config)
            ? Generate(
                new PolicyOrigin(config, asOf, AllowedImagesState.Enabled),
                OtherPolicies.None,
                files,
                new DiagnosticBag()
            )?.Policies
            : null;

    /// <summary><see cref="PolicySet.Digest"/> of what enforcement decides by; null where the configuration gives no policies.</summary>
    public static string? EnforcedDigest(GovernanceConfig config, DateOnly asOf)
    {
        var generated = PolicyGenerator.Generate(config, asOf, AllowedImagesState.Enabled, new DiagnosticBag());
        if (generated is null)
            return null;
        var dist = Dist.Read(Folder, generated.Files.ToImmutableSortedSources(Folder), new DiagnosticBag());
        return PolicySet.DigestOf(dist);
    }

    /// <summary>Whether the configuration is there, and the folder has no policies.</summary>
    internal static bool StandsIn(PolicyOrigin origin, string folder, IFileReader files) =>
        files.Exists(origin.ConfigPath) && !HasPolicies(folder, files);

    /// <summary>Files that cannot be read are there, and are reported.</summary>
    private static bool HasPolicies(string folder, IFileReader files)
    {
        var read = Reading.Of(bag => RepositoryFiles.ReadDistFiles(files, folder, bag));
        return read.Value is not { IsEmpty: true };
    }

    /// <summary>Null with a report when the configuration cannot be read, or gives no policies.</summary>
    public static ConfiguredPolicies? Generate(
        PolicyOrigin origin,
        OtherPolicies others,
        IFileReader files,
        DiagnosticBag bag
    )
    {
        if (RepositoryFiles.ReadConfig(files, origin.ConfigPath, bag) is not { } config || bag.HasErrors)
            return null;
        var request = new GenerateRequest(origin.ConfigPath, Folder, origin.AsOf, origin.Mode, CheckOnly: true);
        if (ChooseMode.Run(request, config, bag) is not { } mode)
            return null;
        // What is near a quota is for those who generate.
        var found = new DiagnosticBag();
        var generated = PolicyGenerator.Generate(config, origin.AsOf, mode, found);
        bag.AddRange(found.ToSorted().Where(d => d.Severity == Severity.Error));
        if (generated is null)
            return null;
        var dist = Dist.Read(Folder, generated.Files.ToImmutableSortedSources(Folder), bag);
        return PolicySet.Of(dist, others, files, bag) is { } policies
            ? new ConfiguredPolicies(policies, mode, config)
            : null;
    }
}
