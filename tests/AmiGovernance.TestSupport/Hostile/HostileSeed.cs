using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AmiGovernance.TestSupport.Hostile;

/// <summary>The same for a name in every run, and another for each.</summary>
internal static class HostileSeed
{
    public static int Of(string name, int round) =>
        BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {round}")));
}
