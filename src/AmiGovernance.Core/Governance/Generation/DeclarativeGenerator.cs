using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>Builds the EC2 declarative policy. It knows no clock and no principals: exceptions are in it while they are active.</summary>
public static class DeclarativeGenerator
{
    public static DeclarativePolicy Generate(GovernanceConfig config, Allowlist allowlist, AllowedImagesState mode) =>
        new()
        {
            State = mode,
            Criteria = Criteria(config, allowlist),
            BlocksPublicAccess = config.Policy.BlockPublicAmiSharing ? true : null,
            ExceptionMessage = Message(config),
        };

    /// <summary>Providers with the same criteria share a criterion; those without any come first. More than 200 take a further one.</summary>
    private static ImmutableArray<ImageCriterion> Criteria(GovernanceConfig config, Allowlist allowlist)
    {
        var providers = config
            .Publishers.Select(p => (Provider: p.AccountId.Value, p.Criteria))
            .Concat(config.Aliases.Select(a => (Provider: a.Alias.DeclarativeName(), a.Criteria)))
            .Concat(
                allowlist.ActiveExceptions.Select(e => (Provider: e.AccountId.Value, Criteria: (ImageCriteria?)null))
            )
            .Concat(allowlist.ManagedServiceAccounts.Select(a => (Provider: a.Value, Criteria: (ImageCriteria?)null)));
        return
        [
            .. providers
                .GroupBy(p => p.Criteria?.GroupKey ?? "", StringComparer.Ordinal)
                .Select(group =>
                    (
                        group.Key,
                        Criteria: group.First().Criteria is { } criteria ? Sorted(criteria) : null,
                        Providers: group
                            .Select(p => p.Provider)
                            .Distinct(StringComparer.Ordinal)
                            .Order(StringComparer.Ordinal)
                            .ToArray()
                    )
                )
                .OrderBy(group => group.Criteria is null ? 0 : 1)
                .ThenBy(group => group.Providers[0], StringComparer.Ordinal)
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(group =>
                    group
                        .Providers.Chunk(AllowedImagesLimits.Providers)
                        .Select(chunk => new ImageCriterion([.. chunk], group.Criteria))
                ),
        ];
    }

    private static ImageCriteria Sorted(ImageCriteria criteria) =>
        criteria with
        {
            ImageNames = [.. criteria.ImageNames.Order(StringComparer.Ordinal)],
            MarketplaceProductCodes = [.. criteria.MarketplaceProductCodes.Order(StringComparer.Ordinal)],
            Watermarks = [.. criteria.Watermarks.OrderBy(w => w.ToString(), StringComparer.Ordinal)],
        };

    /// <summary>What people see whose launch is blocked: why, where to ask, and for how long at most.</summary>
    private static string Message(GovernanceConfig config)
    {
        var longest = config.ExceptionTypes.Values.Max(t => t.MaxDays);
        var maxDays = Math.Min(longest, config.Policy.MaxExceptionDays ?? longest)
            .ToString(CultureInfo.InvariantCulture);
        var url = config.Policy.ExceptionRequestUrl;
        var text =
            config.Policy.ExceptionMessage
            ?? "AMI not approved for use in this organization. Only images from approved publishers are permitted. "
                + (
                    url is null
                        ? "To request an exception, contact the cloud platform team"
                        : "Request an exception at {url}"
                )
                + " with business justification, duration (max {max_days} days) and security approval.";
        return text.Replace("{url}", url ?? "", StringComparison.Ordinal)
            .Replace("{max_days}", maxDays, StringComparison.Ordinal);
    }
}
