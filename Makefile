.POSIX:
.PHONY: help run test lint format texts bench clean

PYTHON_HERE = .venv/bin/python
SENTENCES = .venv/sentences.pot
ENGLISH = handlers/texts/locale/en/LC_MESSAGES/messages.po
NEEDS = pyproject.toml constraints.txt deploy/environment.sh

help: ## 列出这些命令 · list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

run: .venv/.ready ## 启动，打开 http://127.0.0.1:8080 · start, then open http://127.0.0.1:8080
	@exec $(PYTHON_HERE) -m bot run

test: .venv/.ready-dev .venv/.ready-peers ## 全部检查和测试 · every check and test
	@status=0; $(MAKE) --no-print-directory lint || status=1; \
	$(PYTHON_HERE) -m pytest -v --no-header -rs -n 2 || status=1; exit $$status

lint: .venv/.ready-dev ## 只做静态检查 · the static checks alone
	@status=0; for check in "ruff check --quiet" "ruff format --check --quiet" mypy lint-imports; do \
	.venv/bin/$$check || status=1; done; exit $$status

format: .venv/.ready-dev ## 整理代码格式 · put the code into shape
	@.venv/bin/ruff check --fix && .venv/bin/ruff format

texts: .venv/.ready-dev ## 把中文的改动带进英文文案 · bring the English sentences up to the Chinese ones
	@.venv/bin/pybabel -q extract --no-default-keywords -k t -k _ --no-location --sort-output -o $(SENTENCES) handlers
	@.venv/bin/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap \
	-l en -i $(SENTENCES) -o $(ENGLISH)

bench: .venv/.ready-dev ## 测速度 · measure
	@$(PYTHON_HERE) benchmarks/classifier.py && $(PYTHON_HERE) -m bot bench

clean: ## 删去环境，留下数据 · remove the environment, keep the data
	@rm -rf .venv

.venv/.ready: $(NEEDS)
	@deploy/environment.sh && touch $@

.venv/.ready-dev: $(NEEDS)
	@deploy/environment.sh dev && touch $@ .venv/.ready

.venv/.ready-peers: tests/peers/package.json .venv/.ready-dev
	@if command -v npm >/dev/null; then \
	mkdir -p .venv/peers && cp tests/peers/package.json .venv/peers && touch $@ && \
	npm install --prefix .venv/peers --no-package-lock --no-audit --no-fund --loglevel=error; \
	else echo '没有 npm：Node.js 的客户端这次不测 | no npm: clients of Node.js are not tested'; fi || rm -f $@
