"""Pipes a JSON Lines file through `warstory stream`, one worker for each partition, and checks the answers."""

import json
import sys

from pyspark import SparkConf, SparkContext

binary, path = sys.argv[1:]
conf = SparkConf().setMaster("local[2]").setAppName("warstory")
conf.set("spark.ui.enabled", "false").set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1")
context = SparkContext(conf=conf)
context.setLogLevel("ERROR")
answers = context.textFile(path, minPartitions=4).pipe(f"{binary} stream --emit facts", checkCode=True)
rows = [json.loads(line) for line in answers.collect()]
errors = sum("error" in row for row in rows)
order = "in order" if [row["id"] for row in rows] == sorted(row["id"] for row in rows) else "out of order"
print(f"{len(rows)} answers, {errors} errors, {order}")
context.stop()
