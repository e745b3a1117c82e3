using System.Collections.Immutable;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Bundles;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Preflight;

/// <param name="Origin">Null where the folder of the policies was named.</param>
/// <param name="FactFiles">Files that say whose images are.</param>
/// <param name="Base">A commit; only what is new since then counts. Null for all.</param>
/// <param name="WarningsCount">Unsafe patterns that are warnings make the answer a "no" too.</param>
internal sealed record PreflightArguments(
    ImmutableArray<string> Paths,
    ImmutableArray<AccountId> Accounts,
    ImmutableArray<RegionName> Regions,
    string? Principal,
    string Folder,
    PolicyOrigin? Origin,
    string? OrganizationPath,
    ImmutableArray<string> FactFiles,
    StockArguments Stock,
    BundleRequest? Bundle,
    string? Base,
    bool WarningsCount,
    IReadOnlyList<OutputTarget> Targets
)
{
    /// <summary>Judged by what a bundle holds, on the day in question.</summary>
    public PreflightArguments By(Bundle bundle)
    {
        var origin = Stock.Origin with { ConfigPath = bundle.Config };
        var mode = Origin?.Mode;
        return this with
        {
            Folder = bundle.Policies,
            Origin = origin with { Mode = mode },
            OrganizationPath = mode is null ? bundle.Organization : null,
            Stock = Stock with { Origin = origin },
        };
    }
}
