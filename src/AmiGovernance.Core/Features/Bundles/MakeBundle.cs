using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Bundles;

/// <param name="Policies">The folder of the generated policies.</param>
/// <param name="Organization">An organization file; null for none.</param>
/// <param name="Images">Null for no inventory.</param>
public sealed record BundleContents(string Config, string Policies, string? Organization, BundledImages? Images);

/// <summary>Puts what a verdict rests on into one bundle, as it lies in the repository.</summary>
/// <param name="commits">Null where there is no repository of git.</param>
public sealed class MakeBundle(IFileReader files, ICommitReader? commits, DateTimeOffset now)
{
    /// <summary>Null with a report when nobody could judge by it.</summary>
    public Bundle? Run(BundleContents contents, DiagnosticBag bag)
    {
        foreach (var path in Sources(contents).Where(path => BundlePath.Of(path) is null))
            ReportOutside(path, bag);
        if (bag.HasErrors || RepositoryFiles.ReadConfig(files, contents.Config, bag) is not { } config || bag.HasErrors)
            return null;
        var organization = contents.Organization;
        if (organization is not null && OrganizationFile.Read(files, organization, bag) is null)
            return null;
        var origin = new PolicyOrigin(contents.Config, DateOnly.FromDateTime(now.UtcDateTime));
        if (ConfiguredPolicies.ReadOrGenerate(contents.Policies, origin, files, bag) is null || bag.HasErrors)
            return null;
        var taken = Files(contents, bag);
        return bag.HasErrors ? null : Described(Of(contents, taken), config);
    }

    private Bundle Of(BundleContents contents, ImmutableSortedDictionary<string, string> taken)
    {
        var commit = commits?.Resolve("HEAD");
        var organization = contents.Organization is null ? null : Place(contents.Organization);
        return new Bundle(now, Place(contents.Config), Place(contents.Policies), taken)
        {
            Organization = organization,
            Commit = commit,
            IsChanged = commit is not null && Sources(contents).Any(IsChanged),
            DeployedMode = DeploymentLog.ModeIn(files)?.Name(),
            Images = contents.Images,
        };
    }

    private static Bundle Described(Bundle bundle, GovernanceConfig config) =>
        bundle with
        {
            Mode = (config.Policy.EnforcementMode ?? AllowedImagesState.AuditMode).Name(),
            Targets = config.Targets,
            Ends =
            [
                .. config
                    .Exceptions.Select(DatedException.Of)
                    .OfType<DatedException>()
                    .Select(e => new BundledEnd(e.AccountId, e.ExpiresOn))
                    .OrderBy(e => e.On)
                    .ThenBy(e => e.Account),
            ],
        };

    private bool IsChanged(string path) => commits?.Uncommitted(path) is { IsEmpty: false };

    private static IEnumerable<string> Sources(BundleContents contents)
    {
        yield return contents.Config;
        yield return contents.Policies;
        if (contents.Organization is { } organization)
            yield return organization;
    }

    private static string Place(string path) => BundlePath.Of(path) ?? path;

    private ImmutableSortedDictionary<string, string> Files(BundleContents contents, DiagnosticBag bag)
    {
        var taken = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Take(contents.Config);
        foreach (var (_, source) in RepositoryFiles.ReadDistFiles(files, contents.Policies, bag))
            Add(source);
        if (contents.Organization is { } organization)
            Take(organization);
        return taken.ToImmutable();

        void Take(string path)
        {
            if (files.Read(path, bag) is { } source)
                Add(source);
        }

        void Add(SourceText source) => taken[Place(source.Path)] = Encoding.UTF8.GetString(source.Bytes.Span);
    }

    private static void ReportOutside(string path, DiagnosticBag bag) =>
        bag.Report(
            BundleDiagnostics.NotMade,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{Sanitize.Text(path)}` does not lie below the folder of the repository",
            "run the command in the governance repository, and name files in it"
        );
}
