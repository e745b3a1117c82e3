using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <param name="Decision">`allowed`, `explicitDeny`, `implicitDeny`, or `error` when the row is no call.</param>
/// <param name="Layer">`service_control_policy` or `declarative_policy` where one denied, else empty.</param>
/// <param name="Statement">The statement that denied, or for an error what is wrong.</param>
public sealed record SimulatedCall(string Decision, string Layer, string Statement);

/// <summary>Decides rows of a table, one at a time, so that tables of any length work.</summary>
public sealed class SimulateCalls(PolicySet policies, DateTimeOffset now)
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "action",
        "account",
        "principal",
        "image",
        "image_owner",
        "image_owner_account",
        "image_name",
        "region",
        "time",
        "service_linked_role",
        "management_account",
    ];

    public SimulatedCall Decide(IReadOnlyDictionary<string, string> row)
    {
        string? Value(string column) => row.TryGetValue(column, out var text) && text.Length > 0 ? text : null;
        var input = new CallInput
        {
            Action = Value("action"),
            Account = Value("account"),
            Principal = Value("principal"),
            Image = Value("image"),
            ImageOwner = Value("image_owner"),
            ImageOwnerAccount = Value("image_owner_account"),
            ImageName = Value("image_name"),
            Region = Value("region"),
            Time = Value("time"),
        };
        return input.Build(now, out var problem) is { } built
            ? Decide(
                built.Call,
                built.Image,
                new Caller(IsTrue(Value("management_account")), IsTrue(Value("service_linked_role")))
            )
            : new SimulatedCall("error", "", problem);
    }

    private SimulatedCall Decide(Ec2Call call, ImageFacts? image, Caller caller)
    {
        foreach (var request in call.Questions())
        {
            var decision = policies.Decide(request, caller);
            if (decision.Outcome != Outcome.Allowed)
                return new SimulatedCall(
                    decision.Outcome == Outcome.ExplicitDeny ? "explicitDeny" : "implicitDeny",
                    "service_control_policy",
                    decision.DecidingStatement?.Sid ?? ""
                );
        }
        return policies.DecideImage(call, image) is { IsDenied: true }
            ? new SimulatedCall("explicitDeny", "declarative_policy", "allowed_images_settings")
            : new SimulatedCall("allowed", "", "");
    }

    private static bool IsTrue(string? text) =>
        text is not null && text.Equals("true", StringComparison.OrdinalIgnoreCase);
}
