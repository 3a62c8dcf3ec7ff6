"""Folds a folder of exports with Spark, side by side, and runs the analysis over the parts.

    spark-submit fold_and_run.py --exports DIR --parts DIR --out DIR [--program clade-analyze] [--shards N] [-- OPTIONS OF THE RUN]

Every executor sees DIR under the same path and has the program: a shared file system, or a local machine. What Spark does is to
share the files out and to start a process for each share; rows never pass through Python or the JVM. Parts are personal data, as
the exports are: their folder is made for its owner only, and removed once the report is written unless --keep says otherwise.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys

from pyspark.sql import SparkSession


def files_below(folder):
    """Every file below a folder with its size, the largest first."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        # A link to a folder is not followed, and a run says so.
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        found += [os.path.join(parent, name) for name in sorted(names + links)]
    return sorted(((os.lstat(file).st_size, file) for file in found), key=lambda one: (-one[0], one[1]))


def shares(files, count):
    """Shares of about the same size: each file, from the largest on, goes to the share that has least."""
    all_shares = [[0, []] for _ in range(max(1, min(count, len(files))))]
    for size, file in files:
        least = min(all_shares, key=lambda share: share[0])
        least[0] += size
        least[1].append(file)
    return [share for _, share in all_shares]


def fold(program, exports, parts, threads, more):
    """A function for mapPartitions: folds each share that it is handed into a part."""

    def folds(numbered):
        environment = dict(os.environ, RAYON_NUM_THREADS=str(threads), POLARS_MAX_THREADS=str(threads))
        for number, files in numbered:
            part = os.path.join(parts, f"{number:05}.part")
            command = [program, "fold", *files, "--root", exports, "--out", part, "--force", "--quiet", *more]
            done = subprocess.run(command, env=environment, capture_output=True, text=True)
            if done.returncode != 0:
                raise RuntimeError(f"{part}: exit {done.returncode}: {done.stderr.strip()}")
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            yield part, len(files), os.path.getsize(part), peak

    return folds


def main():
    own, options = sys.argv[1:], []
    if "--" in own:
        own, options = own[: own.index("--")], own[own.index("--") + 1 :]
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--exports", required=True, help="folder that a run would be given")
    arguments.add_argument("--parts", required=True, help="folder for the parts, which must not be there or be empty")
    arguments.add_argument("--out", required=True, help="folder for the report")
    arguments.add_argument("--program", default="clade-analyze")
    arguments.add_argument("--shards", type=int, help="parts to make; the default is twice the cores of the cluster")
    arguments.add_argument("--threads", type=int, default=1, help="threads of each fold: what spark.task.cpus says")
    arguments.add_argument("--sums-only", action="store_true", help="as of `clade-analyze fold`")
    arguments.add_argument("--keep", action="store_true", help="keep the parts")
    given = arguments.parse_args(own)

    exports, parts = os.path.abspath(given.exports), os.path.abspath(given.parts)
    os.makedirs(parts, mode=0o700, exist_ok=True)
    if os.listdir(parts):
        sys.exit(f"{parts} is not empty: parts of another run would count")
    spark = SparkSession.builder.appName("clade-analyze").getOrCreate()
    context = spark.sparkContext
    count = given.shards or 2 * context.defaultParallelism
    numbered = list(enumerate(shares(files_below(exports), count)))
    # A share is a partition, so that none waits behind another.
    folded = context.parallelize(numbered, len(numbered)).mapPartitions(
        fold(given.program, exports, parts, given.threads, ["--sums-only"] if given.sums_only else [])
    )
    for part, files, size, peak in sorted(folded.collect()):
        print(f"{os.path.basename(part)}: {files} files, {size} bytes, at most {peak} MiB")
    spark.stop()

    done = subprocess.run([given.program, parts, "--out", given.out, *options])
    if not given.keep:
        shutil.rmtree(parts)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
