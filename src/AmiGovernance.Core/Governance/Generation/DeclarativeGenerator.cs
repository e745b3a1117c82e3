using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>Builds the EC2 declarative policy. It knows no clock and no principals: exceptions are in it while they are active.</summary>
internal static class DeclarativeGenerator
{
    public static DeclarativePolicy Generate(GovernanceConfig config, Allowlist allowlist, AllowedImagesState mode) =>
        new()
        {
            State = mode,
            Criteria = Criteria(config, allowlist),
            States = config.Policy.States,
            ExceptionMessage = Message(config),
        };

    /// <summary>
    /// Providers with the same criteria share a criterion; those without any come first. More than 200 take a further one.
    /// </summary>
    private static ImmutableArray<ImageCriterion> Criteria(GovernanceConfig config, Allowlist allowlist)
    {
        var groups = Providers(config, allowlist)
            .GroupBy(p => p.Criteria?.GroupKey ?? "", StringComparer.Ordinal)
            .Select(group => new Group(
                group.Key,
                Sorted(group.First().Criteria),
                [.. group.Select(p => p.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            ));
        return
        [
            .. groups
                .OrderBy(group => group.Criteria is null ? 0 : 1)
                .ThenBy(group => group.Providers[0], StringComparer.Ordinal)
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(Chunks),
        ];
    }

    private sealed record Group(string Key, ImageCriteria? Criteria, string[] Providers);

    private static IEnumerable<ImageCriterion> Chunks(Group group) =>
        group
            .Providers.Chunk(AllowedImagesLimits.Providers)
            .Select(chunk => new ImageCriterion([.. chunk], group.Criteria));

    private static IEnumerable<(string Name, ImageCriteria? Criteria)> Providers(
        GovernanceConfig config,
        Allowlist allowlist
    )
    {
        foreach (var publisher in config.Publishers)
            yield return (publisher.AccountId.Value, publisher.Criteria);
        foreach (var alias in config.Aliases)
            yield return (alias.Alias.DeclarativeName(), alias.Criteria);
        foreach (var exception in allowlist.ActiveExceptions)
            yield return (exception.AccountId.Value, null);
        foreach (var account in allowlist.ManagedServiceAccounts)
            yield return (account.Value, null);
    }

    private static ImageCriteria? Sorted(ImageCriteria? criteria)
    {
        if (criteria is null)
            return null;
        return criteria with
        {
            ImageNames = [.. criteria.ImageNames.Order(StringComparer.Ordinal)],
            MarketplaceProductCodes = [.. criteria.MarketplaceProductCodes.Order(StringComparer.Ordinal)],
            Watermarks = [.. criteria.Watermarks.OrderBy(w => w.ToString(), StringComparer.Ordinal)],
        };
    }

    /// <summary>What people see whose launch is blocked: why, where to ask, and for how long at most.</summary>
    private static string Message(GovernanceConfig config)
    {
        var longest = config.ExceptionTypes.Values.Max(t => t.MaxDays);
        var maxDays = Math.Min(longest, config.Policy.MaxExceptionDays ?? longest)
            .ToString(CultureInfo.InvariantCulture);
        var url = config.Policy.ExceptionRequestUrl;
        var text = config.Policy.ExceptionMessage ?? DefaultMessage(url is not null);
        return text.Replace("{url}", url ?? "", StringComparison.Ordinal)
            .Replace("{max_days}", maxDays, StringComparison.Ordinal);
    }

    private static string DefaultMessage(bool hasUrl)
    {
        var request = hasUrl
            ? "Request an exception at {url}"
            : "To request an exception, contact the cloud platform team";
        return "AMI not approved for use in this organization. Only images from approved publishers are permitted. "
            + $"{request} with business justification, duration (max {{max_days}} days) and security approval.";
    }
}
