using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Calibration;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>The calls that stand in no file: those that look around, and those that remove.</summary>
internal static class Calls
{
    public static ServiceCall Parents(string child) => Organizations("ListParents", ("ChildId", child));

    public static ServiceCall AmazonImages(string name) =>
        Ec2(
            "DescribeImages",
            ("Owner.1", "amazon"),
            ("Filter.1.Name", "name"),
            ("Filter.1.Value.1", name),
            ("Filter.2.Name", "state"),
            ("Filter.2.Value.1", "available")
        );

    /// <summary>That are not terminated.</summary>
    /// <param name="filters">Further ones, from the second on.</param>
    public static ServiceCall Instances(params (string Name, string Value)[] filters) =>
        Ec2(
            "DescribeInstances",
            [
                ("Filter.1.Name", "instance-state-name"),
                ("Filter.1.Value.1", "pending"),
                ("Filter.1.Value.2", "running"),
                ("Filter.1.Value.3", "stopping"),
                ("Filter.1.Value.4", "stopped"),
                .. filters,
            ]
        );

    public static ServiceCall Organizations(string operation, params (string Name, string Value)[] parameters) =>
        Of("organizations", operation, parameters);

    public static ServiceCall Ec2(string operation, params (string Name, string Value)[] parameters) =>
        Of("ec2", operation, parameters);

    private static ServiceCall Of(string service, string operation, (string Name, string Value)[] parameters) =>
        new(
            service,
            operation,
            parameters.ToImmutableSortedDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)
        );
}
