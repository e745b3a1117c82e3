using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>A call that the questions are about.</summary>
/// <param name="Source">Such as `ec2.amazonaws.com`.</param>
public sealed record WatchedCall(string Source, string Name, CallKind Kind)
{
    /// <summary>
    /// Only refusals count, and only those for the launch template: the service checks the caller's permission to launch, and launches
    /// later under its own role (EC2 Auto Scaling user guide, "Launch template support").
    /// </summary>
    public bool IsLaunchCheck { get; init; }

    /// <summary>As policies spell it, such as `ec2:RunInstances`.</summary>
    public string Action { get; } = $"{Source[..Source.IndexOf('.', StringComparison.Ordinal)]}:{Name}";
}

/// <summary>
/// The calls that all questions are about, whichever engine answers them: the reader here, or a query.
/// </summary>
public static class WatchedCalls
{
    public const string Ec2 = "ec2.amazonaws.com";
    public const string Organizations = "organizations.amazonaws.com";

    /// <summary>The calls that set a state, and the member of their requests that holds it.</summary>
    internal static readonly ImmutableArray<(string Name, string Member)> StateCalls =
    [
        ("EnableAllowedImagesSettings", "AllowedImagesSettingsState"),
        .. DeclarativeAttributes.WithState.Select(a => (a.EnableCall, a.ApiMember)),
    ];

    /// <summary>
    /// What the texts of refused launch checks have in common, in lower case; texts in Governance/Facts/Data/error-shapes.txt.
    /// </summary>
    internal static readonly ImmutableArray<string> LaunchCheckTexts = ["not authorized", "launch template"];

    private static readonly string[] OrganizationsGuardrails =
    [
        "AttachPolicy",
        "CreatePolicy",
        "DeletePolicy",
        "DetachPolicy",
        "DisablePolicyType",
        "EnablePolicyType",
        "LeaveOrganization",
        "MoveAccount",
        "RemoveAccountFromOrganization",
        "UpdatePolicy",
    ];

    private static readonly WatchedCall[] LaunchChecks =
    [
        LaunchCheck("autoscaling", "CreateAutoScalingGroup"),
        LaunchCheck("autoscaling", "UpdateAutoScalingGroup"),
        LaunchCheck("autoscaling", "StartInstanceRefresh"),
        LaunchCheck("eks", "CreateNodegroup"),
        LaunchCheck("eks", "UpdateNodegroupVersion"),
    ];

    private static readonly string[] LaunchTemplates =
    [
        "CreateLaunchTemplate",
        "CreateLaunchTemplateVersion",
        "ModifyLaunchTemplate",
        "DeleteLaunchTemplateVersions",
        "DeleteLaunchTemplate",
    ];

    /// <summary>Only the owner of an image may call them (EC2 API reference).</summary>
    private static readonly string[] ImageLife =
    [
        "DeregisterImage",
        "DisableImage",
        "EnableImage",
        "EnableImageDeprecation",
        "DisableImageDeprecation",
        "EnableImageDeregistrationProtection",
        "DisableImageDeregistrationProtection",
    ];

    public static readonly ImmutableArray<WatchedCall> All =
    [
        .. GuardedActions.Launch.Select(a => Of(a, CallKind.Launch)),
        .. LaunchChecks,
        .. GuardedActions.Creation.Select(a => Of(a, CallKind.Creation)),
        .. GuardedActions.Sharing.Append(GuardedActions.ShareSnapshot).Select(a => Of(a, CallKind.Sharing)),
        .. DeclarativeAttributes.AllowedImagesSettings.WeakenedBy.Select(a => Of(a, CallKind.Guardrail)),
        .. DeclarativeAttributes
            .WithState.SelectMany(a => (string[])[a.DisableCall, a.EnableCall])
            .Select(name => new WatchedCall(Ec2, name, CallKind.Guardrail)),
        .. OrganizationsGuardrails.Select(name => new WatchedCall(Organizations, name, CallKind.Guardrail)),
        .. LaunchTemplates.Select(name => new WatchedCall(Ec2, name, CallKind.LaunchTemplate)),
        .. ImageLife.Select(name => new WatchedCall(Ec2, name, CallKind.ImageLife)),
    ];

    private static readonly FrozenDictionary<string, ImmutableArray<WatchedCall>> ByName = All.GroupBy(c => c.Name)
        .ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal);

    private static readonly ImmutableArray<(byte[] Name, ImmutableArray<WatchedCall> Calls)>[] ByLength = Index();

    /// <summary>The calls of this name, whatever the service; none for nearly all names.</summary>
    internal static ImmutableArray<WatchedCall> Named(ReadOnlySpan<byte> name)
    {
        if (name.Length >= ByLength.Length)
            return [];
        foreach (var (known, calls) in ByLength[name.Length])
            if (name.SequenceEqual(known))
                return calls;
        return [];
    }

    /// <summary>Null when the call is not watched.</summary>
    public static WatchedCall? Find(string source, string name)
    {
        foreach (var call in ByName.GetValueOrDefault(name, []))
            if (call.Source == source)
                return call;
        return null;
    }

    /// <summary>Null when the call is not watched, or ended in a way that says nothing of a launch.</summary>
    public static WatchedCall? Find(string source, string name, string errorCode, string errorMessage) =>
        Find(source, name) is { } call && (!call.IsLaunchCheck || IsRefusedLaunch(errorCode, errorMessage))
            ? call
            : null;

    /// <summary>The action that policies decide: for a launch check the launch.</summary>
    public static string Judged(string action) =>
        LaunchChecks.Any(c => c.Action == action) ? "ec2:RunInstances" : action;

    private static bool IsRefusedLaunch(string code, string message) =>
        code.Length > 0 && LaunchCheckTexts.All(t => message.Contains(t, StringComparison.OrdinalIgnoreCase));

    private static WatchedCall LaunchCheck(string service, string name) =>
        new($"{service}.amazonaws.com", name, CallKind.Launch) { IsLaunchCheck = true };

    private static WatchedCall Of(string action, CallKind kind) => new(Ec2, action["ec2:".Length..], kind);

    private static ImmutableArray<(byte[] Name, ImmutableArray<WatchedCall> Calls)>[] Index()
    {
        var names = All.GroupBy(c => c.Name)
            .Select(g => (Name: Encoding.UTF8.GetBytes(g.Key), Calls: g.ToImmutableArray()))
            .ToList();
        return
        [
            .. Enumerable
                .Range(0, names.Max(n => n.Name.Length) + 1)
                .Select(length => names.Where(n => n.Name.Length == length).ToImmutableArray()),
        ];
    }
}
