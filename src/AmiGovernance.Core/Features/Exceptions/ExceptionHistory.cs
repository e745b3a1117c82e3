using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Everything that is known about one exception.</summary>
/// <param name="Approvers">Null when there is no list of approvers.</param>
/// <param name="Commits">
/// The oldest first: those of the request's files, and those of the configuration that name the ticket. Null without git.
/// </param>
/// <param name="Deployments">What was deployed while the exception was in the configuration, the oldest first.</param>
/// <param name="Use">What is known of launches, whoever launched.</param>
public sealed record ExceptionHistory(
    ExceptionOverview Overview,
    Approvers? Approvers,
    ImmutableArray<GitCommit>? Commits,
    ImmutableArray<DeploymentEntry> Deployments,
    ImageUse Use
)
{
    /// <summary>Null when the exception has no account yet.</summary>
    public AccountId? Account => Overview.Request?.Case.Request.Account ?? Overview.Entry?.Exception.AccountId;

    /// <summary>Launches while the exception was in force; before it is, all.</summary>
    public UseAnswer Answer(DateOnly asOf)
    {
        if (Account is not { } account)
            return new UseAnswer(UseState.NotLooked);
        return Overview.Start is { } start
            ? Use.InForce(account, start, Overview.End, asOf)
            : Use.Answer(account, null, null);
    }
}
