using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>What can be said against a request before anybody has to look at it.</summary>
internal static class RequestChecks
{
    /// <param name="type">The type that is asked for, as it binds.</param>
    /// <param name="organization">Null when there is none to look at.</param>
    public static void Run(
        LocatedRequest request,
        ExceptionType type,
        GovernanceConfig config,
        Organization? organization,
        DateOnly asOf,
        DiagnosticBag bag
    )
    {
        CheckDuration(request, type, bag);
        CheckCovered(request, config, asOf, bag);
        if (organization is not null)
            CheckOrganization(request, organization, bag);
        if (request.Request.SecurityReview == SecurityReview.Pending)
            bag.Report(
                RequestDiagnostics.ReviewPending,
                request.At("security_review"),
                "the security review is pending",
                "approvers see it; when it is completed the request changes and must be approved as it is then"
            );
    }

    /// <summary>The most days that the type and the policy allow together, from the first approval to the end.</summary>
    public static int MaxDays(GovernanceConfig config, string type)
    {
        var days = config.ExceptionTypes[type].MaxDays;
        return Math.Min(days, config.Policy.MaxExceptionDays ?? days);
    }

    private static void CheckDuration(LocatedRequest request, ExceptionType type, DiagnosticBag bag)
    {
        var (days, most) = (request.Request.DurationDays, type.MaxDays);
        if (days <= most)
            return;
        bag.Report(
            RequestDiagnostics.TooLong,
            request.At("duration_days"),
            $"{Plural.Of(days, "day")} are asked for; an exception of type `{type.Name}` may last {most}",
            most == 0
                ? $"the target branch has no type `{type.Name}` yet: merge that change of the configuration first"
                : "ask for less: an extension can follow, but all together may not be longer"
        );
    }

    private static void CheckCovered(LocatedRequest request, GovernanceConfig config, DateOnly asOf, DiagnosticBag bag)
    {
        var account = request.Request.Account;
        if (config.Publishers.FirstOrDefault(p => p.AccountId == account) is { } publisher)
            bag.Report(
                RequestDiagnostics.AlreadyCovered,
                request.At("account_id"),
                $"account {account} is a publisher: its images are allowed without an end",
                "no exception is needed",
                related: new RelatedLocation(config.Tree.At(publisher.Node), "listed here")
            );
        if (
            config.Exceptions.FirstOrDefault(e =>
                e.AccountId == account && e.IsActive(asOf) && e.Ticket != request.Request.Ticket
            ) is
            { } entry
        )
            bag.Report(
                RequestDiagnostics.AlreadyCovered,
                request.At("account_id"),
                $"account {account} has an exception until {entry.ExpiresOn?.Text()} already ({entry.Ticket ?? "without ticket"})",
                $"extend that one: {SuggestedCommand.Of($"amigov exception extend {entry.Ticket ?? "TICKET"}")}",
                related: new RelatedLocation(config.Tree.At(entry.Node), "the exception")
            );
    }

    private static void CheckOrganization(LocatedRequest request, Organization organization, DiagnosticBag bag)
    {
        var asked = request.Request;
        var member = organization.Account(asked.Account) is not null;
        if (!member && !asked.OutsideOrganization)
            bag.Report(
                RequestDiagnostics.NotInOrganization,
                request.At("account_id"),
                $"account {asked.Account} is not in organization {organization.Id}",
                "check the digits: a wrong account would open the organization to the images of a stranger; if it is meant, say so with `outside_organization` (`--outside-organization`)"
            );
        if (member && asked.OutsideOrganization)
            bag.Report(
                RequestDiagnostics.NotInOrganization,
                request.At("outside_organization"),
                $"account {asked.Account} is in organization {organization.Id}",
                "leave `outside_organization` out"
            );
        foreach (var user in asked.UsableBy.Where(u => organization.Account(u) is null))
            bag.Report(
                RequestDiagnostics.NotInOrganization,
                request.At("usable_by"),
                $"account {user} is not in organization {organization.Id}",
                "only accounts of the organization can be named here"
            );
    }
}
