using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>What a person must know or decide before the configuration is used.</summary>
internal static class AdoptionNotes
{
    public static ImmutableArray<string> Of(
        AdoptedConfiguration config,
        AdoptionNaming naming,
        AdoptionRequest request
    ) =>
        [
            .. Permanent(config),
            .. Exceptions(config),
            Mode(config, naming),
            .. Elsewhere(naming),
            .. SwitchedOff(config),
            .. Beside(naming.Declarative, "declarative policy"),
            .. request.Carrier is null ? Writers(naming) : [],
            .. Unattached(request),
        ];

    /// <summary>Actions that a statement denies by name and ours do not.</summary>
    public static IEnumerable<NotCarried> LostActions(ScpFacts scps, ImmutableArray<Statement> ours)
    {
        foreach (var told in scps.Told.Values.Distinct())
        {
            var statement = told.Parts.Statement;
            ImmutableArray<string> lost = statement.ActionsExcluded
                ? []
                : [.. statement.Actions.Where(a => !Wildcard.HasWildcards(a) && !ours.Any(s => s.Covers(a)))];
            if (!lost.IsEmpty)
                yield return NotCarried.Of(
                    told.Policy,
                    told.Parts.Pointer,
                    $"denies also {StatementWords.List(lost)}",
                    NotCarried.Stays
                );
        }
    }

    private static IEnumerable<string> Permanent(AdoptedConfiguration config)
    {
        var accounts = config.Publishers.Where(p => !p.IsOps).Select(p => p.Account.Value).ToList();
        if (accounts.Count == 0)
            yield break;
        var count = Plural.Of(accounts.Count, "account is", "accounts are");
        yield return $"{count} proposed without an end, as the policies have none: {Shortened.List(accounts, 6)};"
            + " whoever is needed for a time only belongs in `exception_accounts` (`type`, `expires_on`)";
    }

    private static IEnumerable<string> Exceptions(AdoptedConfiguration config)
    {
        if (!config.Exceptions.IsEmpty)
            yield return $"{Plural.Of(config.Exceptions.Length, "exception lacks", "exceptions lack")} what no policy tells:"
                + " type, reason, ticket and approval; `amigov validate` names each";
    }

    private static string Mode(AdoptedConfiguration config, AdoptionNaming naming)
    {
        if (naming.StartsInAudit)
            return "the mode is `audit_mode`: the declarative policy does not block launches today, and is enforced by `amigov promote`;"
                + " the service control policy that blocks launches stays until then";
        return config.Policy.EnforcementMode == AllowedImagesState.Enabled
            ? "the mode is `enabled`: launches are blocked today, and stay so"
            : "the mode is `audit_mode`: no policy blocks launches today";
    }

    private static IEnumerable<string> Elsewhere(AdoptionNaming naming)
    {
        if (naming.LeftOut is { } left)
            yield return $"`targets` lacks {Shortened.List(left.Targets, 6)}, where {left.Why} today: there the policies stay as they are;"
                + " add a target once launches are to be blocked there too";
    }

    private static IEnumerable<string> SwitchedOff(AdoptedConfiguration config)
    {
        if (!config.Policy.DenyAmiCreationInWorkloads)
            yield return "`deny_ami_creation_in_workloads` is false, as no policy denies it: every account may create images";
        if (!config.Policy.BlockPublicAmiSharing)
            yield return "`block_public_ami_sharing` is false, as no policy blocks it: images may be shared publicly";
    }

    /// <summary>Of two declarative policies on one target the first attached wins, so ours beside it changes little.</summary>
    private static IEnumerable<string> Beside(ChosenName name, string what)
    {
        if (name.Reason.Length > 0)
            yield return $"the {what} that is there is not replaced: {name.Reason};"
                + " as long as it is attached first, its values win over ours:"
                + " move what is not about images into a policy of its own, then adopt again";
    }

    /// <summary>Whoever wrote a policy writes it again.</summary>
    private static IEnumerable<string> Writers(AdoptionNaming naming) =>
        naming
            .Replaced.Where(p => p.KnownWriter is not null)
            .GroupBy(p => p.Writer, StringComparer.Ordinal)
            .Select(writer =>
            {
                var known = Features.Writers.KnownWriter.Of(writer.First().KnownWriter ?? default);
                var policies = string.Join(", ", writer.Select(p => p.Words));
                return $"{policies}: written by {writer.Key}; {known.Does}. Before amigov takes it over: {known.LiveWith}";
            });

    private static IEnumerable<string> Unattached(AdoptionRequest request)
    {
        var attached = request.Organization.Attachments.Select(a => a.PolicyId).ToHashSet(StringComparer.Ordinal);
        var count = request.Organization.Policies.Count(p => !p.AwsManaged && !attached.Contains(p.Id));
        if (count > 0)
            yield return $"{Plural.Of(count, "policy is", "policies are")} attached nowhere, and not looked at";
    }
}
