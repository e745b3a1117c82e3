using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <param name="Decision">The name of a <see cref="CallVerdict"/>, or `error` when the row is no call.</param>
/// <param name="Layer">`service_control_policy`, another kind of policy, or `declarative_policy` where one denied, else empty.</param>
/// <param name="Statement">The statement that denied or may deny, or for an error what is wrong.</param>
/// <param name="DependsOn">The keys or facts that are missing; empty when it is decided.</param>
public sealed record SimulatedCall(string Decision, string Layer, string Statement, string DependsOn)
{
    /// <summary>`marked` or `unknown` where audit mode looks at the image; else empty.</summary>
    public string Mark { get; init; } = "";

    public bool IsError => Decision == ErrorWord;

    public bool IsDenied => Decision == CallVerdict.ExplicitDeny.Name() || Decision == CallVerdict.ImplicitDeny.Name();

    /// <summary>Neither allowed nor denied.</summary>
    public bool IsOpen => Decision == CallVerdict.Depends.Name() || Decision == CallVerdict.Unknown.Name();

    private const string ErrorWord = "error";

    /// <summary>For a row that is no call.</summary>
    public static SimulatedCall Error(string problem) => new(ErrorWord, "", problem, "");

    public static SimulatedCall Of(Explanation explanation)
    {
        var verdict = explanation.Verdict;
        var missing = explanation.MissingFacts.Concat(explanation.DependsOn);
        if (explanation.Denied is { } denied)
            return new SimulatedCall(
                verdict.Name(),
                denied.Decision.Layer.Name(),
                denied.Decision.DecidingStatement?.Sid ?? "",
                ""
            );
        if (verdict.IsDenied())
            return new SimulatedCall(
                verdict.Name(),
                "declarative_policy",
                (explanation.RefusedFor ?? DeclarativeAttributes.AllowedImagesSettings).Name,
                ""
            );
        var open = explanation.Open.Select(o => o.Open.Open.Statement.Sid ?? "").FirstOrDefault() ?? "";
        return verdict == CallVerdict.Allowed
            ? new SimulatedCall(verdict.Name(), "", "", "") { Mark = explanation.Mark.Name() }
            : new SimulatedCall(verdict.Name(), "", open, string.Join("; ", missing))
            {
                Mark = explanation.Mark.Name(),
            };
    }
}
