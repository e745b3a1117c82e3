using System.Globalization;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Iam;
using AmiGovernance.Core.Iam.Evaluation;
using AmiGovernance.Core.Identifiers;

namespace AmiGovernance.Core.Operations;

/// <param name="Decision">`allowed`, `explicitDeny`, `implicitDeny`, or `error` when the row is no call.</param>
/// <param name="Layer">`service_control_policy` or `declarative_policy` where one denied, else empty.</param>
/// <param name="Statement">The statement that denied, or for an error what is wrong.</param>
public sealed record SimulatedCall(string Decision, string Layer, string Statement);

/// <summary>Decides rows of a table, one at a time, so that tables of any length work.</summary>
public sealed class SimulateCalls(PolicySet policies, DateTimeOffset now)
{
    public static readonly IReadOnlyList<string> Columns =
        ["action", "account", "principal", "image", "image_owner", "image_owner_account", "image_name", "region", "time", "service_linked_role", "management_account"];

    public SimulatedCall Decide(IReadOnlyDictionary<string, string> row)
    {
        string? Value(string column) => row.TryGetValue(column, out var text) && text.Length > 0 ? text : null;
        if (Value("account") is not { } account || !AccountId.IsValid(account)) return Wrong("`account` must have 12 digits");
        var action = Value("action") ?? "ec2:RunInstances";
        if (!action.Contains(':', StringComparison.Ordinal)) action = $"ec2:{action}";
        var owner = Value("image_owner");
        if (owner is null && GuardedActions.Launch.Contains(action, StringComparer.OrdinalIgnoreCase)) return Wrong("`image_owner` is needed for a launch");
        if (owner is not null && !OwnerAliases.IsOwner(owner)) return Wrong("`image_owner` must be an account id or one of amazon, aws-marketplace, aws-backup-vault");
        var time = now;
        if (Value("time") is { } text && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)) return Wrong($"`{text}` is no time");
        var isAccount = owner is not null && AccountId.IsValid(owner);
        var image = owner is null ? null : new ImageFacts(isAccount ? owner : Value("image_owner_account") ?? "", isAccount ? null : owner.Replace('_', '-')) { Name = Value("image_name") };
        return Decide(new Ec2Call
        {
            Action = action,
            Account = account,
            PrincipalArn = Value("principal") ?? $"arn:aws:iam::{account}:role/Some",
            Region = Value("region") ?? "us-east-1",
            Time = time,
            ImageId = Value("image"),
            ImageOwner = image?.IamOwner,
            ImageOwnerAccount = image is { OwnerId.Length: > 0 } ? image.OwnerId : null,
        }, image, new Caller(IsTrue(Value("management_account")), IsTrue(Value("service_linked_role"))));
    }

    private SimulatedCall Decide(Ec2Call call, ImageFacts? image, Caller caller)
    {
        foreach (var request in call.Questions())
        {
            var decision = policies.Decide(request, caller);
            if (decision.Outcome != Outcome.Allowed)
                return new SimulatedCall(decision.Outcome == Outcome.ExplicitDeny ? "explicitDeny" : "implicitDeny", "service_control_policy", decision.DecidingStatement?.Sid ?? "");
        }
        return policies.DecideImage(call, image) is { IsDenied: true } ? new SimulatedCall("explicitDeny", "declarative_policy", "allowed_images_settings") : new SimulatedCall("allowed", "", "");
    }

    private static SimulatedCall Wrong(string problem) => new("error", "", problem);

    private static bool IsTrue(string? text) => text is not null && text.Equals("true", StringComparison.OrdinalIgnoreCase);
}
