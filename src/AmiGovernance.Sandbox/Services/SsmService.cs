using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>AWS Systems Manager: parameters, from which launches can take their image.</summary>
internal sealed class SsmService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    private static readonly Paging ByPath = new(1, 10, 10);
    private static readonly Paging Listed = new(1, 50, 10);

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["PutParameter"] = PutParameter,
            ["GetParameter"] = GetParameter,
            ["GetParameters"] = GetParameters,
            ["GetParametersByPath"] = GetByPath,
            ["DescribeParameters"] = DescribeParameters,
        };

    private static string ParameterArn(SandboxCall call, string name) => ArnOf(call.Account, call.Region, name);

    private static string ArnOf(string account, string region, string name) =>
        $"arn:aws:ssm:{region}:{account}:parameter/{name.TrimStart('/')}";

    /// <summary>A parameter as the world keeps it.</summary>
    public static SandboxResource Parameter(
        string account,
        string region,
        string name,
        string value,
        int version,
        DateTimeOffset changed,
        string type = "String",
        string dataType = "text"
    ) =>
        new(
            "parameter",
            account,
            region,
            name,
            new JsonObject
            {
                ["Name"] = name,
                ["Type"] = type,
                ["Value"] = value,
                ["Version"] = version,
                ["LastModifiedDate"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(changed),
                ["ARN"] = ArnOf(account, region, name),
                ["DataType"] = dataType,
            }
        );

    private JsonObject PutParameter(SandboxCall call)
    {
        var (name, value) = (call.Input.Required("Name"), call.Input.Required("Value"));
        Authorize(call, ParameterArn(call, name));
        var known = Find(call, "parameter", name);
        if (known is not null && !call.Input.Flag("Overwrite"))
            throw new SandboxException(
                "ParameterAlreadyExists",
                "The parameter already exists. To overwrite this value, set the overwrite option in the request to true."
            );
        var version = ((int?)known?.Body["Version"] ?? 0) + 1;
        var type = call.Input.Text("Type") ?? (string?)known?.Body["Type"] ?? throw call.Input.Missing("Type");
        World.Resources.Put(
            Parameter(
                call.Account,
                call.Region,
                name,
                value,
                version,
                call.Now,
                type,
                call.Input.Text("DataType") ?? "text"
            )
        );
        World.Changes++;
        return new JsonObject { ["Version"] = version, ["Tier"] = "Standard" };
    }

    private static JsonObject Shape(SandboxResource parameter) => WithTimes(parameter.Body, "LastModifiedDate");

    private JsonObject GetParameter(SandboxCall call)
    {
        var name = call.Input.Required("Name");
        Authorize(call, ParameterArn(call, name));
        return new JsonObject
        {
            ["Parameter"] = Shape(Find(call, "parameter", name) ?? throw new SandboxException("ParameterNotFound", "")),
        };
    }

    private JsonObject GetParameters(SandboxCall call)
    {
        var names = call.Input.Texts("Names");
        if (names.Length is 0 or > 10)
            throw new SandboxException(
                "ValidationException",
                "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length between 1 and 10"
            );
        foreach (var name in names)
            Authorize(call, ParameterArn(call, name));
        return new JsonObject
        {
            ["Parameters"] = List(names.Select(n => Find(call, "parameter", n)).OfType<SandboxResource>(), Shape),
            ["InvalidParameters"] = List(
                names.Where(n => Find(call, "parameter", n) is null),
                n => JsonValue.Create(n)
            ),
        };
    }

    private JsonObject GetByPath(SandboxCall call)
    {
        var path = call.Input.Required("Path").TrimEnd('/') + "/";
        Authorize(call, ParameterArn(call, path));
        var found = Own(call, "parameter")
            .Where(p =>
                p.Name.StartsWith(path, StringComparison.Ordinal)
                && (call.Input.Flag("Recursive") || !p.Name[path.Length..].Contains('/', StringComparison.Ordinal))
            );
        var page = ByPath.Of(call, found);
        return new JsonObject { ["Parameters"] = List(page.Items, Shape), ["NextToken"] = page.NextToken };
    }

    private JsonObject DescribeParameters(SandboxCall call)
    {
        Authorize(call);
        var page = Listed.Of(call, Own(call, "parameter"));
        return new JsonObject
        {
            ["Parameters"] = List(
                page.Items,
                p =>
                {
                    var shape = Shape(p);
                    shape.Remove("Value");
                    shape["Tier"] = "Standard";
                    return shape;
                }
            ),
            ["NextToken"] = page.NextToken,
        };
    }
}
