using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>What a recorded call is about.</summary>
public enum CallKind
{
    Launch,

    /// <summary>Creating, copying, registering, importing or restoring an image, or the disk that becomes one.</summary>
    Creation,

    /// <summary>Changes of an image's attributes, of which launch permissions are one.</summary>
    Sharing,

    /// <summary>Changes of what governs images: EC2's own settings, and the organization's policies.</summary>
    Guardrail,

    /// <summary>Not reported; tells which image a launch template stands for.</summary>
    LaunchTemplate,
}

/// <param name="Source">Such as `ec2.amazonaws.com`.</param>
public sealed record WatchedCall(string Source, string Name, CallKind Kind)
{
    /// <summary>As policies spell it, such as `ec2:RunInstances`.</summary>
    public string Action => $"{Source[..Source.IndexOf('.', StringComparison.Ordinal)]}:{Name}";
}

/// <summary>The calls that all questions are about, whichever engine answers them: the reader here, or a query.</summary>
public static class WatchedCalls
{
    public const string Ec2 = "ec2.amazonaws.com";
    public const string Organizations = "organizations.amazonaws.com";

    private static readonly string[] KindNames = ["launch", "creation", "sharing", "guardrail", "launch_template"];

    public static readonly ImmutableArray<WatchedCall> All =
    [
        .. GuardedActions.Launch.Select(a => Of(a, CallKind.Launch)),
        .. GuardedActions.Creation.Select(a => Of(a, CallKind.Creation)),
        .. GuardedActions.Sharing.Select(a => Of(a, CallKind.Sharing)),
        .. GuardedActions
            .AllowedImagesSettings.Append(GuardedActions.DisableBlockPublicAccess)
            .Append("ec2:EnableImageBlockPublicAccess")
            .Select(a => Of(a, CallKind.Guardrail)),
        .. new[]
        {
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
        }.Select(name => new WatchedCall(Organizations, name, CallKind.Guardrail)),
        .. new[]
        {
            "CreateLaunchTemplate",
            "CreateLaunchTemplateVersion",
            "ModifyLaunchTemplate",
            "DeleteLaunchTemplateVersions",
            "DeleteLaunchTemplate",
        }.Select(name => new WatchedCall(Ec2, name, CallKind.LaunchTemplate)),
    ];

    private static readonly ImmutableArray<(byte[] Name, ImmutableArray<WatchedCall> Calls)>[] ByLength = Index();

    public static string Name(this CallKind kind) => KindNames[(int)kind];

    /// <summary>The calls of this name, whatever the service; none for nearly all names.</summary>
    public static ImmutableArray<WatchedCall> Named(ReadOnlySpan<byte> name)
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
        foreach (var call in All)
            if (call.Name == name && call.Source == source)
                return call;
        return null;
    }

    private static WatchedCall Of(string action, CallKind kind) => new(Ec2, action["ec2:".Length..], kind);

    private static ImmutableArray<(byte[] Name, ImmutableArray<WatchedCall> Calls)>[] Index()
    {
        var names = All.GroupBy(c => c.Name)
            .Select(g => (System.Text.Encoding.UTF8.GetBytes(g.Key), g.ToImmutableArray()))
            .ToList();
        return
        [
            .. Enumerable
                .Range(0, names.Max(n => n.Item1.Length) + 1)
                .Select(length => names.Where(n => n.Item1.Length == length).ToImmutableArray()),
        ];
    }
}
