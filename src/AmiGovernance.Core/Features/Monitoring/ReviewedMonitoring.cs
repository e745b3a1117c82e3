using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>A plan as it was reviewed: what is wanted, and the steps that were shown. Only those may be taken, and only there.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Steps">By <see cref="MonitoringStep.Text"/>.</param>
public sealed record ReviewedMonitoring(MonitoringRequest Request, ImmutableHashSet<string> Steps)
{
    private static readonly SourceLocation At = SourceLocation.OfFile(SourceText.Missing("deployment"));

    /// <summary>False with a report when the credentials at hand are those of another account or Region.</summary>
    public bool IsFor(MonitoringPlace here, DiagnosticBag bag)
    {
        if (Request.Place.Account == here.Account && Request.Place.Region == here.Region)
            return true;
        bag.Report(
            PlanningDiagnostics.PlanStale,
            At,
            $"the plan is for {Request.Place}; the credentials are those of {here}",
            "choose the profile and Region of the plan"
        );
        return false;
    }

    /// <summary>
    /// False with a report unless what is to be done now is what was reviewed, or what an earlier run left of it. Steps do not depend
    /// on one another, so each counts by itself.
    /// </summary>
    public bool Covers(MonitoringPlan now, DiagnosticBag bag)
    {
        if (now.Steps.All(s => Steps.Contains(s.Text)))
            return true;
        bag.Report(
            PlanningDiagnostics.PlanStale,
            At,
            "what is watched is not as it was when the plan was made, or this amigov watches it otherwise",
            "make a new plan with `amigov dashboard plan`, and look at what changed"
        );
        return false;
    }
}
