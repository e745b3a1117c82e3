using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Decides rows of a table, one at a time, so that tables of any length work.</summary>
public sealed class SimulateCalls(PolicySet policies, CallDefaults defaults)
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
        var caller = new Caller(IsTrue(Value("management_account")), IsTrue(Value("service_linked_role")));
        return input.Build(defaults, out var problem) is { } built
            ? Decide(built, caller)
            : SimulatedCall.Error(problem?.Message ?? "");
    }

    private SimulatedCall Decide(BuiltCall built, Caller caller)
    {
        var verdict = CallVerdict.Of(built.Call, built.Image, caller, policies);
        var decision = verdict.Kind.Name();
        if (verdict.IsAllowed)
            return new SimulatedCall(decision, "", "");
        if (verdict.IsOpen)
            return new SimulatedCall(decision, "", string.Join(' ', verdict.DependsOn));
        return verdict.Denied is { } denied
            ? new SimulatedCall(
                decision,
                "service_control_policy",
                denied.Decision.Decision.DecidingStatement?.Sid ?? ""
            )
            : new SimulatedCall(decision, "declarative_policy", "allowed_images_settings");
    }

    private static bool IsTrue(string? text) =>
        text is not null && text.Equals("true", StringComparison.OrdinalIgnoreCase);
}
