using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>AWS Systems Manager: parameters, from which launches can take their image.</summary>
internal sealed class SsmService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    private const string Kind = SandboxResource.Parameter;

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

    private static string ParameterArn(Place place, string name) =>
        Arns.Regional("ssm", place, $"parameter/{name.TrimStart('/')}");

    /// <summary>A parameter as the world keeps it.</summary>
    public static SandboxResource Parameter(
        Place place,
        string name,
        string value,
        int version,
        DateTimeOffset changed,
        string type = "String",
        string dataType = "text"
    ) =>
        new(
            Kind,
            place,
            name,
            new JsonObject
            {
                ["Name"] = name,
                ["Type"] = type,
                ["Value"] = value,
                ["Version"] = version,
                ["LastModifiedDate"] = changed.WireText(),
                ["ARN"] = ParameterArn(place, name),
                ["DataType"] = dataType,
            }
        );

    private JsonObject PutParameter(SandboxCall call)
    {
        var (name, value) = (call.Input.Required("Name"), call.Input.Required("Value"));
        Authorize(call, ParameterArn(call.Place, name));
        var known = Find(call, Kind, name);
        if (known is not null && !call.Input.Flag("Overwrite"))
            throw new SandboxException(
                "ParameterAlreadyExists",
                "The parameter already exists. To overwrite this value, set the overwrite option in the request to true."
            );
        var version = ((int?)known?.Body["Version"] ?? 0) + 1;
        var type = call.Input.Text("Type") ?? known?.Text("Type") ?? throw call.Input.Missing("Type");
        var dataType = call.Input.Text("DataType") ?? "text";
        World.Put(Parameter(call.Place, name, value, version, call.Now, type, dataType));
        return new JsonObject { ["Version"] = version, ["Tier"] = "Standard" };
    }

    private static JsonObject Shape(SandboxResource parameter) => WithTimes(parameter.Body, "LastModifiedDate");

    private JsonObject GetParameter(SandboxCall call)
    {
        var name = call.Input.Required("Name");
        Authorize(call, ParameterArn(call.Place, name));
        return new JsonObject
        {
            ["Parameter"] = Shape(Find(call, Kind, name) ?? throw new SandboxException("ParameterNotFound", "")),
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
            Authorize(call, ParameterArn(call.Place, name));
        return new JsonObject
        {
            ["Parameters"] = List(names.Select(n => Find(call, Kind, n)).OfType<SandboxResource>(), Shape),
            ["InvalidParameters"] = List(names.Where(n => Find(call, Kind, n) is null), n => JsonValue.Create(n)),
        };
    }

    private JsonObject GetByPath(SandboxCall call)
    {
        var path = call.Input.Required("Path").TrimEnd('/') + "/";
        call.Refuse("ParameterFilters");
        Authorize(call, ParameterArn(call.Place, path));
        var isDeep = call.Input.Flag("Recursive");
        var found = Beginning(Own(call, Kind), path)
            .Where(p => isDeep || !p.Name[path.Length..].Contains('/', StringComparison.Ordinal));
        var page = ByPath.Of(call, found);
        return new JsonObject { ["Parameters"] = List(page.Items, Shape), ["NextToken"] = page.NextToken };
    }

    private JsonObject DescribeParameters(SandboxCall call)
    {
        Authorize(call);
        call.Refuse("Filters", "ParameterFilters", "Shared");
        var page = Listed.Of(call, Own(call, Kind));
        return new JsonObject { ["Parameters"] = List(page.Items, Description), ["NextToken"] = page.NextToken };
    }

    /// <summary>Whoever may list parameters need not be one who may read them.</summary>
    private static JsonObject Description(SandboxResource parameter)
    {
        var shape = Shape(parameter);
        shape.Remove("Value");
        shape["Tier"] = "Standard";
        return shape;
    }
}
